import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const text = `
env
  .fromCollection([1, 2])
  .map((n) => n + 1)
  .assignTimestamps((n) => n)
  .sink(print())
`
const set = (operator: string, index: number, written: string) =>
  edited(text, { command: 'setArgument', operator, index, text: written })

describe('an argument', () => {
  test('is written as it is given', () => {
    expect(set('Map', 0, '(n) => {\n    return n\n  }')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1, 2])
        .map((n) => {
          return n
        })
        .assignTimestamps((n) => n)
        .sink(print())
      "
    `)
    expect(set('Source', 0, '["a"] as const')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection(["a"] as const)
        .map((n) => n + 1)
        .assignTimestamps((n) => n)
        .sink(print())
      "
    `)
  })

  test('is added behind the last one', () => {
    expect(set('Timestamps', 1, '{ outOfOrderness: 5 }')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1, 2])
        .map((n) => n + 1)
        .assignTimestamps((n) => n, { outOfOrderness: 5 })
        .sink(print())
      "
    `)
  })

  test('that would take in what follows is refused, with the reason', () => {
    expect(set('Map', 0, 'n => n.delay //all')).toMatchInlineSnapshot(
      `"refused: the comment at its end would swallow what follows the argument"`,
    )
    expect(set('Map', 0, 'n => n).map(x => x')).toMatchInlineSnapshot(`"refused: this is more than one argument"`)
    expect(set('Map', 0, 'n => `${n')).toMatchInlineSnapshot(`"refused: the argument is not TypeScript: '}' expected."`)
    expect(set('Map', 0, 'n => n, "Name"')).toMatchInlineSnapshot(`"refused: this is more than one argument"`)
    expect(set('Map', 0, '')).toMatchInlineSnapshot(`"refused: an argument must not be empty"`)
    expect(set('Map', 2, '1')).toMatchInlineSnapshot(
      `"refused: argument 3 can be written when the ones before it are there"`,
    )
  })
})

describe('another method', () => {
  const change = (operator: string, method: string) => edited(text, { command: 'changeMethod', operator, method })

  test('with the same arguments', () => {
    expect(change('Map', 'flatMap')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1, 2])
        .flatMap((n) => n + 1)
        .assignTimestamps((n) => n)
        .sink(print())
      "
    `)
  })

  test('is refused where they differ, or the branch would end', () => {
    expect(change('Map', 'sink')).toMatchInlineSnapshot(
      `"refused: Map cannot become sink: one of them ends the branch"`,
    )
    expect(change('Map', 'union')).toMatchInlineSnapshot(
      `"refused: union takes other arguments than map: replace the operator"`,
    )
    expect(change('Map', 'sum')).toMatchInlineSnapshot(`"refused: sum needs a stream with keys: put keyBy before it"`)
    expect(change('Map', 'juggle')).toMatchInlineSnapshot(`"refused: Map cannot become juggle"`)
  })
})
