import { expect, test } from 'vitest'
import { functionEntry } from '../../../extension/src/document/index.ts'

/** What stands where a function begins to run; the function, or its name, is between « and ». */
function entry(marked: string): string | undefined {
  const offset = marked.indexOf('«')
  const text = marked.replace(/[«»]/g, '')
  const found = functionEntry(text, { offset, length: marked.indexOf('»') - offset - 1 })
  if (found === undefined) return undefined
  return 'entry' in found ? `begins: ${text.slice(found.entry)}` : `is named: ${text.slice(found.name)}`
}

test('a function begins at the expression, or the first statement, of its body', () => {
  expect(entry('s.map(«(f) => f.delay»)')).toBe('begins: f.delay)')
  expect(entry('s.map(«async (f) => {\n  // first\n  return f\n}»)')).toBe('begins: return f\n})')
  expect(entry('s.flatMap(«function* (f) { yield f }»)')).toBe('begins: yield f })')
  expect(entry('s.map(«(() => 1) as Fn»)')).toBe('begins: 1) as Fn)')
})

test('an empty function begins where it returns', () => {
  expect(entry('s.inspect(«() => {}»)')).toBe('begins: })')
})

test('of an object with functions the first one begins', () => {
  expect(entry('s.process(«{ state: 1, onRecord(r) { use(r) }, onTimer: () => 2 }»)')).toBe(
    'begins: use(r) }, onTimer: () => 2 })',
  )
})

test('a function from elsewhere is found by its name', () => {
  expect(entry('s.map(«toHours»)')).toBe('is named: toHours)')
  expect(entry('s.map(«units.toHours»)')).toBe('is named: toHours)')
})

test('the name of a declaration leads into what it declares', () => {
  expect(entry('export function «toHours»(f) { return f / 60 }')).toBe('begins: return f / 60 }')
  expect(entry('export const «toHours» = (f) => f / 60')).toBe('begins: f / 60')
})

test('what is no function begins nowhere', () => {
  expect(entry('s.limit(«100»)')).toBeUndefined()
  expect(entry('s.name(«"Late"»)')).toBeUndefined()
})
