import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const rename = (text: string, operator: string, name: string | null) =>
  edited(text, { command: 'rename', operator, name })

const text = `
const words = env.fromCollection(['a']).name('Words')
words
  .map((word) => word.length, 'Lengths')
  .uid('lengths')
  .filter((n) => n > 3)
  .sink(print())
`

describe('a name', () => {
  test('is changed where it is written', () => {
    expect(rename(text, 'Words', 'Some words')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Some words')
      words
        .map((word) => word.length, 'Lengths')
        .uid('lengths')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
    expect(rename(text, 'Lengths', "Pete's")).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Pete\\'s')
        .uid('lengths')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
  })

  test('is added, and taken away', () => {
    expect(rename(text, 'Filter', 'Long')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Lengths')
        .uid('lengths')
        .filter((n) => n > 3)
        .name('Long')
        .sink(print())
      "
    `)
    expect(rename(text, 'Print', 'Out')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Lengths')
        .uid('lengths')
        .filter((n) => n > 3)
        .sink(print())
        .name('Out')
      "
    `)
    expect(rename(text, 'Words', null)).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      words
        .map((word) => word.length, 'Lengths')
        .uid('lengths')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
    expect(rename(text, 'Lengths', null)).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length)
        .uid('lengths')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
  })

  test('with emoji, quotes and line breaks is escaped', () => {
    expect(rename(`env.fromCollection([1]).sink()`, 'Sink', '🐟 "fish"\n\\')).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).sink().name('🐟 "fish"\\n\\\\')"
    `)
  })

  test('of a union or a join, and of an operator whose method has options before the name', () => {
    const joined = `
const a = env.fromCollection([1]).assignTimestamps((n) => n)
a.union(a).sink()
`
    expect(rename(joined, 'Union', 'Twice')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1]).assignTimestamps((n) => n)
      a.union(a).name('Twice').sink()
      "
    `)
    expect(rename(joined, 'Timestamps', 'Timed')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1]).assignTimestamps((n) => n).name('Timed')
      a.union(a).sink()
      "
    `)
  })

  test('that is computed or empty is refused', () => {
    expect(
      rename(`const N = String(1)\nenv.fromCollection([1]).map((n) => n, N).sink()`, 'Map', 'x'),
    ).toMatchInlineSnapshot(`"refused: the name is computed (N): edit it in the text"`)
    expect(rename(text, 'Words', ' ')).toMatchInlineSnapshot(`"refused: a name must not be empty"`)
  })
})

describe('a uid', () => {
  const setUid = (operator: string, uid: string | null) => edited(text, { command: 'setUid', operator, uid })

  test('is added, changed and taken away', () => {
    expect(setUid('Filter', 'long')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Lengths')
        .uid('lengths')
        .filter((n) => n > 3)
        .uid('long')
        .sink(print())
      "
    `)
    expect(setUid('Lengths', 'l')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Lengths')
        .uid('l')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
    expect(setUid('Lengths', null)).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).name('Words')
      words
        .map((word) => word.length, 'Lengths')
        .filter((n) => n > 3)
        .sink(print())
      "
    `)
  })

  test('that another operator has is refused', () => {
    expect(setUid('Filter', 'lengths')).toMatchInlineSnapshot(`"refused: Lengths has the uid lengths already"`)
  })
})
