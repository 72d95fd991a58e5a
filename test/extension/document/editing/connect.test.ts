import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const connect = (text: string, from: string, to: string, more: object = {}) =>
  edited(text, { command: 'connect', from, to, ...more })

describe('at an open input', () => {
  test('a source that has a variable', () => {
    const text = `
const words = env.fromCollection(['a'])
const mapped = env.unconnected<string>().map((word) => word)
`
    expect(connect(text, 'words', 'mapped')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const mapped = words.map((word) => word)
      "
    `)
    expect(connect(text, 'words', 'Unconnected')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const mapped = words.map((word) => word)
      "
    `)
  })

  test('an operator in the middle of a chain: the chain is split, with its comments', () => {
    const text = `
env
  .fromCollection(['a'])
  // long ones
  .filter((word) => word.length > 3)
  // shouting
  .map((word) => word.toUpperCase())
  .sink(print())
env
  .unconnected<string>()
  .map((word) => word.length)
  .sink(print())
`
    expect(connect(text, 'Filter', 'Map#2')).toMatchInlineSnapshot(`
      "
      const filteredWords = env
        .fromCollection(['a'])
        // long ones
        .filter((word) => word.length > 3)
      filteredWords
        // shouting
        .map((word) => word.toUpperCase())
        .sink(print())
      filteredWords
        .map((word) => word.length)
        .sink(print())
      "
    `)
  })

  test('the end of a chain that has no variable gets one', () => {
    const text = `
env.fromCollection(['a']).map((word) => word.length)
env.unconnected<number>().sink(print())
`
    expect(connect(text, 'Map', 'Print')).toMatchInlineSnapshot(`
      "
      const mappedWords = env.fromCollection(['a']).map((word) => word.length)
      mappedWords.sink(print())
      "
    `)
  })

  test('the partition call behind the open input stays', () => {
    const text = `
const words = env.fromCollection(['a'])
env.unconnected<string>().shuffle().sink(print())
`
    expect(connect(text, 'words', 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      words.shuffle().sink(print())
      "
    `)
  })

  test('a side output', () => {
    const text = `import { Environment, outputTag } from 'millrace'
const env = new Environment()
const bad = outputTag<number>('bad records')
const parsed = env.fromCollection([1]).map((n) => n).onError(bad)
env.unconnected<number>().sink()
`
    expect(connect(text, 'parsed', 'Sink', { output: 'bad records' })).toMatchInlineSnapshot(`
      "
      import { Environment, outputTag } from 'millrace'
      const env = new Environment()
      const bad = outputTag<number>('bad records')
      const parsed = env.fromCollection([1]).map((n) => n).onError(bad)
      parsed.sideOutput(bad).sink()
      "
    `)
  })

  test('of a stream that is made further down: what reads it moves behind it', () => {
    const text = `
env.unconnected<string>().sink(print())
// words of the day
const words = env.fromCollection(['a'])
const long = words.filter((word) => word.length > 3)
`
    expect(connect(text, 'words', 'Print')).toMatchInlineSnapshot(
      `
      "
      // words of the day
      const words = env.fromCollection(['a'])
      words.sink(print())
      const long = words.filter((word) => word.length > 3)
      "
    `,
    )
    expect(connect(text, 'long', 'Print')).toMatchInlineSnapshot(
      `
      "
      // words of the day
      const words = env.fromCollection(['a'])
      const long = words.filter((word) => word.length > 3)
      long.sink(print())
      "
    `,
    )
  })

  test('in a file without semicolons nothing that begins with a parenthesis is joined to the line before', () => {
    const text = `
const words = env.fromCollection(['a'])
;(env.unconnected<string>()).sink(print())
`
    expect(connect(text, 'words', 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      ;(words).sink(print())
      "
    `)
  })
})

test('what is moved takes along the statements that need it', () => {
  const text = `
const open = env.unconnected<string>().map((word) => word) // later
// read on
open.filter((word) => word > 'a').sink(print())

const other = env.fromCollection([1])
const words = env.fromCollection(['a'])
other.sink(print())
`
  expect(connect(text, 'words', 'open')).toMatchInlineSnapshot(`
    "

    const other = env.fromCollection([1])
    const words = env.fromCollection(['a'])
    const open = words.map((word) => word) // later
    // read on
    open.filter((word) => word > 'a').sink(print())
    other.sink(print())
    "
  `)
})

describe('one more input of a union', () => {
  test('as its last argument', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
const c = env.fromCollection([3])
a.union(b).sink(print())
`
    expect(connect(text, 'c', 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      a.union(b, c).sink(print())
      "
    `)
  })

  test('arguments on lines of their own, with a trailing comma', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
const c = env.fromCollection([3])
a.union(
  b, // the second
).sink(print())
`
    expect(connect(text, 'c', 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      a.union(
        b, // the second
        c,
      ).sink(print())
      "
    `)
  })
})

describe('an operator that has an input', () => {
  test('is not given a second one', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.map((n) => n).sink(print())
`
    expect(connect(text, 'b', 'Map')).toMatchInlineSnapshot(
      `"refused: Map reads Source already: disconnect the two first, or let Map read a union of both"`,
    )
  })
})

test('a window join is connected at its inputs, as if it read them itself', () => {
  const text = `
const a = env.fromCollection([1])
env.unconnected<number>()
  .windowJoin(env.unconnected<number>(), { left: () => 0, right: () => 0, window: tumbling(10) })
  .sink(print())
`
  const job = `import { Environment, print, tumbling } from 'millrace'\nconst env = new Environment()\n${text}`
  const command = { command: 'connect', from: 'a', to: 'WindowJoin' }
  expect(edited(job, { ...command, port: 0 })).toMatchInlineSnapshot(`
    "
    import { Environment, print, tumbling } from 'millrace'
    const env = new Environment()

    const a = env.fromCollection([1])
    a
      .windowJoin(env.unconnected<number>(), { left: () => 0, right: () => 0, window: tumbling(10) })
      .sink(print())
    "
  `)
  expect(edited(job, { ...command, port: 1 })).toMatchInlineSnapshot(`
    "
    import { Environment, print, tumbling } from 'millrace'
    const env = new Environment()

    const a = env.fromCollection([1])
    env.unconnected<number>()
      .windowJoin(a, { left: () => 0, right: () => 0, window: tumbling(10) })
      .sink(print())
    "
  `)
})

describe('refused', () => {
  test('circles, sinks, other jobs', () => {
    const text = `
const other = new Environment()
const a = env.fromCollection([1]).map((n) => n)
const b = a.filter((n) => n > 1)
other.fromCollection([1]).map((n) => n, 'Other').sink()
`
    expect(connect(text, 'b', 'a')).toMatchInlineSnapshot(`"refused: Filter reads from Map: a dataflow has no circles"`)
    expect(connect(text, 'Sink', 'a')).toMatchInlineSnapshot(`"refused: nothing can follow a sink"`)
    expect(connect(text, 'Other', 'b')).toMatchInlineSnapshot(`"refused: the operators belong to different jobs"`)
    expect(connect(text, 'b', 'Source')).toMatchInlineSnapshot(`"refused: a source has no input"`)
  })
})
