import { expect, test } from 'vitest'
import { gestureOf, gestures } from '../../../webview/src/editor/actions/gestures.ts'

test('no key means two things, and no gesture is listed twice', () => {
  const keys = gestures.flatMap((gesture) => ('keys' in gesture ? [...gesture.keys] : []))
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(gestures.map(({ id }) => id)).size).toBe(gestures.length)
})

test('a key is known by what it types, whatever was held down to type it', () => {
  const press = (key: string, held: Partial<Parameters<typeof gestureOf>[0]> = {}) =>
    gestureOf({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held, key })
  expect(press('?', { shiftKey: true })).toBe('shortcuts')
  expect(press('+', { shiftKey: true })).toBe('zoomIn')
  expect(press('A')).toBe('addAfter')
  expect(press('a', { metaKey: true })).toBe('selectAll')
  expect(press('A', { shiftKey: true })).toBeUndefined()
  expect(press('ArrowLeft', { altKey: true, shiftKey: true })).toBe('nudge')
  expect(press('z', { ctrlKey: true })).toBeUndefined()
})
