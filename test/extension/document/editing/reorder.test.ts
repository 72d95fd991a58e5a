import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const lines = `
env
  .fromCollection([1])
  // positive
  .filter((n) => n > 0) // really
  // doubled
  .map((n) => 2 * n)
  .uid('double')
  .sink(print())
`

describe('along a chain', () => {
  const reorder = (text: string, operator: string, edge: string) => edited(text, { command: 'reorder', operator, edge })

  test('an operator moves with its comments and settings', () => {
    expect(reorder(lines, 'Filter', 'Map -> Print')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        // doubled
        .map((n) => 2 * n)
        .uid('double')
        // positive
        .filter((n) => n > 0) // really
        .sink(print())
      "
    `)
    expect(reorder(lines, 'Map', 'Source -> Filter')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        // doubled
        .map((n) => 2 * n)
        .uid('double')
        // positive
        .filter((n) => n > 0) // really
        .sink(print())
      "
    `)
  })

  test('partition calls stay where they are', () => {
    const text = 'env.fromCollection([1]).shuffle().filter((n) => n > 0).map((n) => n).rescale().sink()'
    expect(reorder(text, 'Filter', 'Map -> Sink')).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).shuffle().map((n) => n).filter((n) => n > 0).rescale().sink()"
    `)
  })

  test('into another chain', () => {
    const text = `
const a = env.fromCollection([1]).filter((n) => n > 0).map((n) => n)
a.sink(print())
env.fromCollection([2]).map((n) => n, 'Other').sink()
`
    expect(reorder(text, 'Filter', 'Other -> Sink')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1]).map((n) => n)
      a.sink(print())
      env.fromCollection([2]).map((n) => n, 'Other').filter((n) => n > 0).sink()
      "
    `)
  })

  test('refused', () => {
    const text = 'env.fromCollection([1]).keyBy((n) => n).sum((n) => n).map((n) => n).sink()'
    expect(reorder(lines, 'Filter', 'Filter -> Map')).toMatchInlineSnapshot(`"refused: Filter is there already"`)
    expect(reorder(text, 'Map', 'KeyBy -> Sum')).toMatchInlineSnapshot(`"refused: Sum needs the keys that KeyBy gives"`)
    expect(reorder(text, 'Sink', 'KeyBy -> Sum')).toMatchInlineSnapshot(
      `"refused: Sink is no operator with one input and an output"`,
    )
  })
})

describe('a whole branch', () => {
  const move = (text: string, operator: string, from: string) => edited(text, { command: 'moveBranch', operator, from })

  test('reads another stream', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2]).filter((n) => n > 1)
a.shuffle()
  .map((n) => n)
  .sink(print())
`
    expect(move(text, 'Map', 'b')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2]).filter((n) => n > 1)
      b.shuffle()
        .map((n) => n)
        .sink(print())
      "
    `)
    expect(move(lines, 'Map', 'Source')).toMatchInlineSnapshot(`
      "
      const records = env.fromCollection([1])
      records
        // positive
        .filter((n) => n > 0) // really
      records
        // doubled
        .map((n) => 2 * n)
        .uid('double')
        .sink(print())
      "
    `)
  })

  test('is refused where there is nothing, or too much, to read', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.union(b).sink(print())
`
    expect(move(text, 'a', 'b')).toMatchInlineSnapshot(`"refused: Source has no input that could read something else"`)
    expect(move(text, 'Union', 'b')).toMatchInlineSnapshot(
      `"refused: Union has several inputs: say which one is to read something else"`,
    )
  })
})
