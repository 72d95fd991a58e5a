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

describe('an argument of a call that leads to the operator', () => {
  const windows = `
env
  .fromCollection([{ at: 1, word: 'a' }])
  .assignTimestamps((record) => record.at)
  .keyBy('word')
  .window(tumbling(60_000))
  .allowedLateness(1_000)
  .reduce((a) => a, 'Latest')
  .sink(print())
`
  const set = (text: string, of: string, written: string, operator = 'Latest') =>
    edited(text, { command: 'setArgument', operator, index: 0, text: written, of })
  const lines = (text: string) => text.split('\n').filter((line) => /window|Late|trigger|import/.test(line))

  test('is written in that call, and what it needs is imported', () => {
    expect(lines(set(windows, 'window', 'session(30_000)'))).toMatchInlineSnapshot(`
      [
        "import { Environment, print, session } from 'millrace'",
        "  .window(session(30_000))",
        "  .allowedLateness(1_000)",
        "  .reduce((a) => a, 'Latest')",
      ]
    `)
    expect(lines(set(windows, 'allowedLateness', '5_000'))).toMatchInlineSnapshot(`
      [
        "  .window(tumbling(60_000))",
        "  .allowedLateness(5_000)",
        "  .reduce((a) => a, 'Latest')",
      ]
    `)
  })

  test('brings its call along when that is not there', () => {
    expect(lines(set(windows, 'trigger', 'onCount(10)'))).toMatchInlineSnapshot(`
      [
        "import { Environment, onCount, print } from 'millrace'",
        "  .window(tumbling(60_000))",
        "  .allowedLateness(1_000)",
        "  .trigger(onCount(10))",
        "  .reduce((a) => a, 'Latest')",
      ]
    `)
    const oneLine = "env.fromCollection([1]).keyBy((n) => n).window(count(2)).sum((n) => n, 'Latest').sink(print())"
    expect(lines(set(oneLine, 'allowedLateness', '10'))).toMatchInlineSnapshot(`
      [
        "env.fromCollection([1]).keyBy((n) => n).window(count(2)).allowedLateness(10).sum((n) => n, 'Latest').sink(print())",
      ]
    `)
  })

  test('takes its call along when it goes, unless there are no windows without it', () => {
    expect(lines(set(windows, 'allowedLateness', ''))).toMatchInlineSnapshot(`
      [
        "  .window(tumbling(60_000))",
        "  .reduce((a) => a, 'Latest')",
      ]
    `)
    expect(set(windows, 'window', ' ')).toMatchInlineSnapshot(`"refused: an argument must not be empty"`)
  })

  test('is refused where other operators have the same windows, or there are none', () => {
    const shared = `
const windows = env.fromCollection([1]).keyBy((n) => n).window(count(2))
windows.sum((n) => n, 'Latest').sink(print())
windows.max((n) => n, 'Largest').sink(print())
`
    expect(set(shared, 'window', 'count(3)')).toMatchInlineSnapshot(
      `"refused: Largest has the same window(..): edit it in the text"`,
    )
    expect(set(shared, 'allowedLateness', '3')).toMatchInlineSnapshot(
      `"refused: Largest has the same window(..): edit it in the text"`,
    )
    expect(set(text, 'window', 'count(3)', 'Map')).toMatchInlineSnapshot(`"refused: Map has no window(..)"`)
    expect(set(windows, 'map', '3')).toMatchInlineSnapshot(`"refused: Latest has no map(..)"`)
  })
})

describe('an argument that need not be there', () => {
  test('goes when its text does', () => {
    const given = text.replace('(n) => n)\n', '(n) => n, { outOfOrderness: 5 })\n')
    expect(edited(given, { command: 'setArgument', operator: 'Timestamps', index: 1, text: '' })).toContain(
      '.assignTimestamps((n) => n)\n',
    )
  })
})

test('a function of the file that is called like one of the package is not imported', () => {
  const own = `
const session = (gap: number) => count(gap)
env.fromCollection([1]).keyBy((n) => n).window(count(2)).sum((n) => n, 'Latest').sink(print())
`
  const after = edited(own, { command: 'setArgument', operator: 'Latest', index: 0, text: 'session(3)', of: 'window' })
  expect(after).toContain('.window(session(3))')
  expect(after).not.toContain('import')
})
