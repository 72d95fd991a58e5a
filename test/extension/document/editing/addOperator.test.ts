import { describe, expect, test } from 'vitest'
import { edited, selected } from './edited.ts'

const add = (text: string, method: string, at: object, more: object = {}) =>
  edited(text, { command: 'addOperator', method, at, ...more })

describe('behind an operator', () => {
  test('in a chain on one line', () => {
    expect(
      add('env.fromCollection([1]).map((n) => n + 1).sink(print())', 'filter', { after: 'Map' }),
    ).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .map((n) => n + 1)
        .filter(() => true)
        .sink(print())"
    `)
  })

  test('in a chain with one call per line, behind the settings and the comment that ends the line', () => {
    const text = `
const doubled = env
  .fromCollection([1, 2])
  // twice as much
  .map((n) => 2 * n)
  .uid('double') // for savepoints
  .filter((n) => n > 2)
`
    expect(add(text, 'inspect', { after: 'Map' })).toMatchInlineSnapshot(`
      "
      const doubled = env
        .fromCollection([1, 2])
        // twice as much
        .map((n) => 2 * n)
        .uid('double') // for savepoints
        .inspect((record) => console.log(record))
        .filter((n) => n > 2)
      "
    `)
    expect(add(text, 'map', { after: 'Filter' })).toMatchInlineSnapshot(`
      "
      const doubled = env
        .fromCollection([1, 2])
        // twice as much
        .map((n) => 2 * n)
        .uid('double') // for savepoints
        .filter((n) => n > 2)
        .map((record) => record)
      "
    `)
  })

  test('a fork gets it before all that read it', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])
words.map((word) => word.length).sink(print())
words.sink(print())
`
    expect(add(text, 'filter', { after: 'words' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b']).filter(() => true)
      words.map((word) => word.length).sink(print())
      words.sink(print())
      "
    `)
  })

  test('the partition call of what reads it stays with what reads it', () => {
    expect(
      add('env.fromCollection([1]).shuffle().map((n) => n).sink()', 'filter', { after: 'Source' }),
    ).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).filter(() => true).shuffle().map((n) => n).sink()"
    `)
  })

  test('a sink at the end of a branch', () => {
    const text = `
const words = env
    .fromCollection(['a', 'b'])
    .filter((word) => word > 'a')
`
    expect(add(text, 'sink', { after: 'Filter' })).toMatchInlineSnapshot(`
      "
      const words = env
          .fromCollection(['a', 'b'])
          .filter((word) => word > 'a')
      words.sink(print())
      "
    `)
  })

  test('a window with its function, where keys are there, and the import it needs', () => {
    expect(
      add(`env.fromCollection([1]).keyBy((n) => n % 2)`, 'window.count', { after: 'KeyBy' }),
    ).toMatchInlineSnapshot(
      `
      "
      import { Environment, print, tumbling } from 'millrace'

      const env = new Environment()

      env.fromCollection([1]).keyBy((n) => n % 2).window(tumbling(60_000)).count()"
    `,
    )
  })

  test('a given name goes where the method takes it', () => {
    const text = `env.fromCollection([1]).sink(print())`
    expect(add(text, 'filter', { after: 'Source' }, { name: "Pete's" })).toMatchInlineSnapshot(`
      "
      env.fromCollection([1]).filter(() => true, 'Pete\\'s').sink(print())"
    `)
    expect(add(text, 'process', { after: 'Source' }, { name: 'All' })).toMatchInlineSnapshot(`
      "
      import { type Collector, Environment, print } from 'millrace'

      const env = new Environment()

      env
        .fromCollection([1])
        .process({ onRecord(record, _context, out: Collector<unknown>) { out.collect(record) } }, 'All')
        .sink(print())"
    `)
  })

  test('quotes, semicolons and line ends are those of the file', () => {
    const text = `import { Environment } from "millrace";\r
const env = new Environment();\r
const words = env\r
\t.fromCollection(["a"])\r
\t.map((word) => word);\r
`
    expect(add(text, 'sink', { after: 'Map' }, { name: 'Out' })).toBe(
      `\n${text.replace('Environment }', 'Environment, print }')}words.sink(print()).name("Out");`.replace(
        /\r\n(words.*)$/,
        '\r\n$1\r\n',
      ),
    )
  })
})

describe('before an operator, and on an edge', () => {
  test('on an edge in the middle of a chain: behind the receiver, before the partition call', () => {
    const text = `
env
  .fromCollection([1])
  .rescale()
  // shown
  .map((n) => n)
  .sink(print())
`
    expect(add(text, 'filter', { edge: 'Source -> Map' })).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .filter(() => true)
        .rescale()
        // shown
        .map((n) => n)
        .sink(print())
      "
    `)
    expect(add(text, 'filter', { before: 'Print' })).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .rescale()
        // shown
        .map((n) => n)
        .filter(() => true)
        .sink(print())
      "
    `)
  })

  test('on one edge of a fork: only that branch gets it', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])
words.map((word) => word.length).sink(print())
words.sink(print())
`
    expect(add(text, 'filter', { edge: 'words -> Map' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.filter(() => true).map((word) => word.length).sink(print())
      words.sink(print())
      "
    `)
  })

  test('the comment above a statement stays with the operator it describes', () => {
    const text = `
const words = env.fromCollection(['a', 'b'])

// how long they are
words.map((word) => word.length).sink(print())
words.sink(print())
`
    expect(add(text, 'filter', { edge: 'words -> Map' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])

      const filteredWords = words.filter(() => true)
      // how long they are
      filteredWords.map((word) => word.length).sink(print())
      words.sink(print())
      "
    `)
  })

  test('on an input that is an argument', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.union(b).sink(print())
`
    expect(add(text, 'map', { edge: 'b -> Union' })).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      a.union(b.map((record) => record)).sink(print())
      "
    `)
  })

  test('nothing comes between a keyBy and what needs its keys', () => {
    const text = `env.fromCollection([1]).keyBy((n) => n).sum((n) => n).sink(print())`
    expect(add(text, 'map', { edge: 'KeyBy -> Sum' })).toMatchInlineSnapshot(
      `"refused: Sum needs the keys that KeyBy gives: nothing can come between"`,
    )
    expect(add(text, 'map', { after: 'KeyBy' })).toMatchInlineSnapshot(
      `"refused: Sum needs the keys that KeyBy gives: nothing can come between"`,
    )
  })
})

describe('by itself', () => {
  const text = `
const words = env.fromCollection(['a', 'b'])
words.sink(print())

await env.execute('words')
`

  test('a source behind the last source, an operator before the job is executed', () => {
    expect(add(text, 'source', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      import { Environment, generate, print } from 'millrace'

      const env = new Environment()

      const words = env.fromCollection(['a', 'b'])
      const records = env.source(generate((index) => index, { count: 100 }))
      words.sink(print())

      await env.execute('words')
      "
    `)
    expect(add(text, 'map', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.sink(print())
      const mappedRecords = env.unconnected<unknown>().map((record) => record)

      await env.execute('words')
      "
    `)
    expect(add(text, 'sum', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.sink(print())
      const totals = env.unconnected<unknown>().keyBy(() => 0).sum(() => 1)

      await env.execute('words')
      "
    `)
    expect(add(text, 'sink', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.sink(print())
      env.unconnected<unknown>().sink(print())

      await env.execute('words')
      "
    `)
  })

  test('the variable is called by the name it gets', () => {
    expect(
      add(text, 'readTextFile', { environment: 'env' }, { arguments: ["'data/flights.csv'"] }),
    ).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      const flights = env.readTextFile('data/flights.csv')
      words.sink(print())

      await env.execute('words')
      "
    `)
    expect(add(text, 'filter', { environment: 'env' }, { name: 'Late flights' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a', 'b'])
      words.sink(print())
      const lateFlights = env.unconnected<unknown>().filter(() => true, 'Late flights')

      await env.execute('words')
      "
    `)
  })

  test('in a function', () => {
    const job = `import { Environment } from 'millrace'

async function main() {
\tconst env = new Environment()
\tenv.fromCollection([1]).sink()
\tawait env.execute()
}
`
    expect(add(job, 'map', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      import { Environment } from 'millrace'

      async function main() {
      	const env = new Environment()
      	env.fromCollection([1]).sink()
      	const mappedRecords = env.unconnected<unknown>().map((record) => record)
      	await env.execute()
      }
      "
    `)
    expect(add(job, 'fromCollection', { environment: 'env' })).toMatchInlineSnapshot(`
      "
      import { Environment } from 'millrace'

      async function main() {
      	const env = new Environment()
      	const records = env.fromCollection([1, 2, 3])
      	env.fromCollection([1]).sink()
      	await env.execute()
      }
      "
    `)
  })
})

describe('what is added is selected, and what cannot be is refused', () => {
  test('the new method is selected', () => {
    expect(
      selected('env.fromCollection([1]).sink()', { command: 'addOperator', method: 'map', at: { after: 'Source' } }),
    ).toBe('map')
  })

  test('reasons', () => {
    const text = 'env.fromCollection([1]).sink()\nenv.fromCollection([2]).map((n) => n)'
    expect(add(text, 'map', { after: 'Sink' })).toMatchInlineSnapshot(`"refused: nothing can follow a sink"`)
    expect(add(text, 'sink', { after: 'Source' })).toMatchInlineSnapshot(
      `
      "
      const records = env.fromCollection([1])
      records.sink(print())
      records.sink()
      env.fromCollection([2]).map((n) => n)"
    `,
    )
    expect(add(text, 'sum', { after: 'Map' })).toMatchInlineSnapshot(
      `"refused: sum needs a stream with keys: put keyBy before it"`,
    )
    expect(add(text, 'union', { after: 'Map' })).toMatchInlineSnapshot(
      `"refused: union takes a second stream: add it by itself and connect it"`,
    )
    expect(add(text, 'fromCollection', { after: 'Map' })).toMatchInlineSnapshot(
      `"refused: fromCollection begins a stream: it has no input"`,
    )
    expect(add(text, 'juggle', { after: 'Map' })).toMatchInlineSnapshot(`"refused: there is no operator juggle"`)
  })

  test('an operator of a helper that is used twice is none to edit', () => {
    const text = `
const clean = (words: DataStream<string>) => words.map((word) => word.trim())
clean(env.fromCollection(['a'])).sink()
clean(env.fromCollection(['b'])).sink()
`
    expect(add(text, 'map', { after: 'Map' })).toMatchInlineSnapshot(
      `"refused: \`clean\` is used 2 times: edit it in the text"`,
    )
  })
})
