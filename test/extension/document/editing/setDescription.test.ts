import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const describe = (text: string, operator: string, description: string | null) =>
  edited(text, { command: 'setDescription', operator, description })

const text = `
// where they come from
const words = env.fromCollection(['a'])

words
  // how long
  // they are
  .map((word) => word.length)
  .filter((n) => n > 3) // long
  .sink(print())
`

test('written above the call, changed, taken away', () => {
  expect(describe(text, 'Filter', 'Long ones\n\nonly')).toMatchInlineSnapshot(`
    "
    // where they come from
    const words = env.fromCollection(['a'])

    words
      // how long
      // they are
      .map((word) => word.length)
      // Long ones
      //
      // only
      .filter((n) => n > 3) // long
      .sink(print())
    "
  `)
  expect(describe(text, 'Map', 'Lengths')).toMatchInlineSnapshot(`
    "
    // where they come from
    const words = env.fromCollection(['a'])

    words
      // Lengths
      .map((word) => word.length)
      .filter((n) => n > 3) // long
      .sink(print())
    "
  `)
  expect(describe(text, 'Map', null)).toMatchInlineSnapshot(`
    "
    // where they come from
    const words = env.fromCollection(['a'])

    words
      .map((word) => word.length)
      .filter((n) => n > 3) // long
      .sink(print())
    "
  `)
  expect(describe(text, 'Source', 'From somewhere')).toMatchInlineSnapshot(`
    "
    // From somewhere
    const words = env.fromCollection(['a'])

    words
      // how long
      // they are
      .map((word) => word.length)
      .filter((n) => n > 3) // long
      .sink(print())
    "
  `)
  expect(describe(text, 'Source', null)).toMatchInlineSnapshot(`
    "
    const words = env.fromCollection(['a'])

    words
      // how long
      // they are
      .map((word) => word.length)
      .filter((n) => n > 3) // long
      .sink(print())
    "
  `)
})

test('in a chain on one line the call gets a line of its own', () => {
  expect(describe('env.fromCollection([1]).map((n) => n).sink()', 'Map', 'The same')).toMatchInlineSnapshot(`
    "
    env.fromCollection([1])
      // The same
      .map((n) => n).sink()"
  `)
  expect(describe('const all = env.fromCollection([1]).map((n) => n)', 'Map', 'The same')).toMatchInlineSnapshot(`
    "
    const all = env.fromCollection([1])
      // The same
      .map((n) => n)"
  `)
})

test('the first of a statement is described above the statement', () => {
  expect(describe('env.fromCollection([1]).map((n) => n).sink()', 'Source', 'Ones')).toMatchInlineSnapshot(`
    "
    // Ones
    env.fromCollection([1]).map((n) => n).sink()"
  `)
})

test('a block comment is replaced as a whole; what would end a comment does no harm', () => {
  const block = `
/**
 * Words.
 */
const words = env.fromCollection(['a'])
`
  expect(describe(block, 'Source', 'Other */ words')).toMatchInlineSnapshot(`
    "
    // Other */ words
    const words = env.fromCollection(['a'])
    "
  `)
  expect(describe(block, 'Source', null)).toMatchInlineSnapshot(`
    "
    const words = env.fromCollection(['a'])
    "
  `)
})

test('refused where another statement stands on the line', () => {
  expect(describe('const a = 1; env.fromCollection([1]).sink()', 'Source', 'Ones')).toMatchInlineSnapshot(
    `
    "
    const a = 1;
    // Ones
    env.fromCollection([1]).sink()"
  `,
  )
})
