import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const remove = (text: string, operator: string) => edited(text, { command: 'remove', operator })

describe('the neighbours are healed', () => {
  test('in a chain on one line, with its settings', () => {
    expect(
      remove(`env.fromCollection([1]).map((n) => n).uid('a').name('A').sink(print())`, 'A'),
    ).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).sink(print())"
    `)
  })

  test('with its line, the comments above it and the one behind it', () => {
    const text = `
env
  .fromCollection([1])
  // one more
  .map((n) => n + 1) // plus one
  // large ones
  .filter((n) => n > 2)
  .sink(print())
`
    expect(remove(text, 'Map')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        // large ones
        .filter((n) => n > 2)
        .sink(print())
      "
    `)
    expect(remove(text, 'Filter')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        // one more
        .map((n) => n + 1) // plus one
        .sink(print())
      "
    `)
    expect(remove(text, 'Print')).toMatchInlineSnapshot(`
      "
      import { Environment } from 'millrace'

      const env = new Environment()

      env
        .fromCollection([1])
        // one more
        .map((n) => n + 1) // plus one
        // large ones
        .filter((n) => n > 2)
      "
    `)
  })

  test('a partition call before it goes on to what follows, unless that has its own', () => {
    expect(remove('env.fromCollection([1]).shuffle().map((n) => n).sink()', 'Map')).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).shuffle().sink()"
    `)
    expect(remove('env.fromCollection([1]).shuffle().map((n) => n).rescale().sink()', 'Map')).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).rescale().sink()"
    `)
  })

  test('the first operator of a statement goes with the comment that describes it', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])

// how long they are
words.map((word) => word.length).sink(print())
`
    expect(remove(text, 'Map')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])

      words.sink(print())
      "
    `)
  })

  test('an operator that is all a variable holds: what read the variable reads its input', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])
const long = words.filter((word) => word.length > 3) // long ones
long.map((word) => word.length).sink(print())
long.sink(print())
`
    expect(remove(text, 'long')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.map((word) => word.length).sink(print())
      words.sink(print())
      "
    `)
  })

  test('the last one of a variable nobody reads goes with the variable', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])
// all of them
const long = words.filter((word) => word.length > 3)

words.sink(print())
`
    expect(remove(text, 'long')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])

      words.sink(print())
      "
    `)
  })

  test('a window goes with all of its calls, and the import with its last use', () => {
    const text = `import { Environment, print, tumbling } from 'millrace'
const env = new Environment()
env
  .fromCollection([1])
  .keyBy((n) => n)
  .window(tumbling(10))
  .allowedLateness(5)
  .count()
  .sink(print())
`
    expect(remove(text, 'Window')).toMatchInlineSnapshot(`
      "
      import { Environment, print } from 'millrace'
      const env = new Environment()
      env
        .fromCollection([1])
        .keyBy((n) => n)
        .sink(print())
      "
    `)
  })
})

describe('sources and sinks', () => {
  test('a source leaves an open input to what reads it', () => {
    const text = `import { Environment, print, textFile } from 'millrace'
const env = new Environment()
const lines = env.source(textFile('a.txt')).name('Lines')
lines.map((line) => line.length).sink(print())
`
    expect(remove(text, 'Lines')).toMatchInlineSnapshot(`
      "
      import { Environment, print } from 'millrace'
      const env = new Environment()
      const lines = env.unconnected<unknown>()
      lines.map((line) => line.length).sink(print())
      "
    `)
  })

  test('a source that nobody reads goes with its statement', () => {
    const text = `
const spare = env.fromCollection([1])
const used = env.fromCollection([2])
used.sink(print())
`
    expect(remove(text, 'spare')).toMatchInlineSnapshot(`
      "
      const used = env.fromCollection([2])
      used.sink(print())
      "
    `)
  })

  test('a sink that is all its statement does goes with the statement', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])
words.sink(print())
words.map((word) => word).sink(print())
`
    expect(remove(text, 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.map((word) => word).sink(print())
      "
    `)
    expect(remove(text, 'Print#2')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.sink(print())
      words.map((word) => word)
      "
    `)
  })
})

describe('unions and joins', () => {
  test('a union: its other inputs stay where they are made', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.union(b).map((n) => n).sink(print())
`
    expect(remove(text, 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      a.map((n) => n).sink(print())
      "
    `)
  })

  test('chains written inside of its call become statements', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.union(
  // small ones
  b.filter((n) => n < 3),
  env.fromCollection([3]),
)
  .map((n) => n)
  .sink(print())
`
    expect(remove(text, 'Union')).toMatchInlineSnapshot(
      `
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      // small ones
      b.filter((n) => n < 3)
      env.fromCollection([3])
      a
        .map((n) => n)
        .sink(print())
      "
    `,
    )
  })
})

describe('open inputs', () => {
  test('go with what reads them, unless something reads on', () => {
    const text = `
const a = env.fromCollection([1])
const joined = env.unconnected<number>().keyBy((n) => n).intervalJoin(env.unconnected<number>().keyBy((n) => n), { lower: 0, upper: 1 })
const late = env.unconnected<number>().map((n) => n)
env.unconnected<number>().map((n) => n).sink(print())
a.union(env.unconnected<number>()).sink(print())
`
    expect(remove(text, 'late')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const joined = env.unconnected<number>().keyBy((n) => n).intervalJoin(env.unconnected<number>().keyBy((n) => n), { lower: 0, upper: 1 })
      env.unconnected<number>().map((n) => n).sink(print())
      a.union(env.unconnected<number>()).sink(print())
      "
    `)
    expect(remove(text, 'Map#2')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const joined = env.unconnected<number>().keyBy((n) => n).intervalJoin(env.unconnected<number>().keyBy((n) => n), { lower: 0, upper: 1 })
      const late = env.unconnected<number>().map((n) => n)
      env.unconnected<number>().sink(print())
      a.union(env.unconnected<number>()).sink(print())
      "
    `)
    expect(remove(text, 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const joined = env.unconnected<number>().keyBy((n) => n).intervalJoin(env.unconnected<number>().keyBy((n) => n), { lower: 0, upper: 1 })
      const late = env.unconnected<number>().map((n) => n)
      env.unconnected<number>().map((n) => n).sink(print())
      a.sink(print())
      "
    `)
  })
})

describe('refused', () => {
  test('a side output that is read', () => {
    const text = `import { Environment, outputTag } from 'millrace'
const env = new Environment()
const bad = outputTag<number>('bad')
const parsed = env.fromCollection([1]).map((n) => n).onError(bad)
parsed.sideOutput(bad).sink()
`
    expect(remove(text, 'parsed')).toMatchInlineSnapshot(
      `"refused: Map has a side output that is read: remove what reads it first"`,
    )
  })

  test('a keyBy whose keys are needed', () => {
    expect(remove('env.fromCollection([1]).keyBy((n) => n).sum((n) => n).sink()', 'KeyBy')).toMatchInlineSnapshot(
      `"refused: Sum needs the keys that KeyBy gives"`,
    )
  })

  test('an operator of a helper that is used twice', () => {
    const text = `
const clean = (words: DataStream<string>) => words.map((word) => word.trim())
clean(env.fromCollection(['a'])).sink()
clean(env.fromCollection(['b'])).sink()
`
    expect(remove(text, 'Map')).toMatchInlineSnapshot(`"refused: \`clean\` is used 2 times: edit it in the text"`)
  })
})
