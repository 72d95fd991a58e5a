import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { showError } from '../../../runtime/src/cli/show-error.ts'
import { workplace } from '../supervisor/scripted.ts'

let place: ReturnType<typeof workplace>
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

test('what, where with the line and a caret, the record, and the cure', () => {
  const file = place.write('a.flow.ts', `const env = 1\n\tstream.map((x) => x.y.z)\n`)
  const text = showError(
    {
      reason: 'user-code',
      message: "TypeError: Cannot read properties of undefined (reading 'z')",
      operatorName: 'Map',
      instance: 1,
      position: { file, line: 2, column: 24 },
      record: '{ a: 1,\n  b: 2 }',
      cure: 'Skip such records with onError.',
      stack: `TypeError\n    at <anonymous> (${file}:2:24)\n    at helper (${join(place.folder, 'h.ts')}:9:1)\n    at node:internal/x:1:1`,
    },
    false,
  )
  expect(text.replaceAll(place.folder, '/jobs')).toMatchInlineSnapshot(`
    "error: Map[1]: TypeError: Cannot read properties of undefined (reading 'z')
      at /jobs/a.flow.ts:2:24
      2 | 	stream.map((x) => x.y.z)
        | 	                      ^
      record: { a: 1,
        b: 2 }
        at helper (/jobs/h.ts:9:1)
      Skip such records with onError.
    "
  `)
})

test('a very long line is shown around the place', () => {
  const file = place.write('a.flow.ts', `${'a'.repeat(500)}X${'b'.repeat(500)}`)
  const text = showError({ reason: 'user-code', message: 'x', position: { file, line: 1, column: 501 } }, false)
  const [, , source, caret] = text.split('\n')
  expect(source.length).toBeLessThan(180)
  expect(source[caret.indexOf('^')]).toBe('X')
})

test('a place that cannot be read, or that the file does not have, is still told', () => {
  const error = { reason: 'user-code', message: 'x', position: { file: '/not/there.ts', line: 3, column: 4 } } as const
  expect(showError(error, false)).toBe('error: x\n  at /not/there.ts:3:4\n')
})

test('colours are used only where they are asked for', () => {
  expect(showError({ reason: 'crash', message: 'x', cure: 'y' }, false)).not.toContain('\x1b')
  expect(showError({ reason: 'crash', message: 'x', cure: 'y' }, true)).toContain('\x1b[31m')
})
