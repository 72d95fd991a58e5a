import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const text = `
const words = env.fromCollection(['a']).uid('words')
words.sink(print())

await env.execute('words')
`
const paste = (pasted: string) => edited(text, { command: 'paste', text: pasted, environment: 'env' })

describe('pasted text', () => {
  test('stands before the execution; its job is this one, and its imports are added to the import', () => {
    expect(
      paste(`import { Environment, print, tumbling } from 'millrace'

const e = new Environment()
// from somewhere
const lines = e.readTextFile('a.txt')
lines.keyBy((line) => line).window(tumbling(10)).count().sink(print())

await e.execute('lines')
`),
    ).toMatchInlineSnapshot(`
      "
      import { Environment, print, tumbling } from 'millrace'

      const env = new Environment()

      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      // from somewhere
      const lines = env.readTextFile('a.txt')
      lines.keyBy((line) => line).window(tumbling(10)).count().sink(print())

      await env.execute('words')
      "
    `)
  })

  test('gets other names where they are taken, and no uid twice', () => {
    expect(
      paste(`const words = env.fromCollection(['b']).uid('words')
words.map((word) => word).sink()`),
    ).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      const words2 = env.fromCollection(['b'])
      words2.map((word) => word).sink()

      await env.execute('words')
      "
    `)
  })

  test('reads streams that are there', () => {
    expect(paste('words.filter((word) => word > "a").sink()')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      words.filter((word) => word > "a").sink()

      await env.execute('words')
      "
    `)
  })

  test('is refused where it makes no stream, or is no TypeScript', () => {
    expect(paste('const a = 1')).toMatchInlineSnapshot(
      `"refused: there is nothing in what is pasted that makes a stream"`,
    )
    expect(paste('what is this')).toMatchInlineSnapshot(
      `"refused: what is pasted is not TypeScript: Unexpected keyword or identifier."`,
    )
    expect(paste("import fs from 'node:fs'\nenv.fromCollection(fs.readdirSync('.')).sink()")).toMatchInlineSnapshot(
      `"refused: what is pasted imports something else: write that import first (import fs from 'node:fs')"`,
    )
    expect(paste('')).toMatchInlineSnapshot(`"refused: there is nothing in what is pasted that makes a stream"`)
  })
})

describe('what a chat or a web page gives', () => {
  test('a chain on an Environment of whatever name is made by this job', () => {
    expect(paste('environment.fromCollection([1]).map((n) => 2 * n).sink()')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      env.fromCollection([1]).map((n) => 2 * n).sink()

      await env.execute('words')
      "
    `)
    expect(paste("env\n  .readTextFile('a.txt')\n  .sink(print())\n")).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      env
        .readTextFile('a.txt')
        .sink(print())

      await env.execute('words')
      "
    `)
  })

  test('a chain that begins with a dot gets an open input', () => {
    expect(paste('.map((word) => word.trim()).filter((word) => word !== "!")')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      env.unconnected<unknown>().map((word) => word.trim()).filter((word) => word !== "!")

      await env.execute('words')
      "
    `)
    expect(paste('  // louder\n  .map((word) => word.trim())\n  .sink(print())\n')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      // louder
      env.unconnected<unknown>()
        .map((word) => word.trim())
        .sink(print())

      await env.execute('words')
      "
    `)
    expect(paste('.map((word) => word.trim())\n.sink(print())\n')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      env.unconnected<unknown>()
        .map((word) => word.trim())
        .sink(print())

      await env.execute('words')
      "
    `)
  })

  test('the code of an answer is what stands between its marks', () => {
    expect(
      paste(`Sure! Here is the job:

\`\`\`ts
const loud = words.map((word) => word.toUpperCase()) // all of it
\`\`\`

and it prints what it makes:

\`\`\`ts
loud.sink(print())
\`\`\`
`),
    ).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      const loud = words.map((word) => word.toUpperCase()) // all of it
      loud.sink(print())

      await env.execute('words')
      "
    `)
  })

  test('what comes of an execution goes with it', () => {
    expect(
      paste(`const env = new Environment()
env.fromCollection([1]).sink()

const handle = await env.execute('numbers')
const { state } = await handle.waitFinish()
console.log(state)
`),
    ).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      env.fromCollection([1]).sink()

      await env.execute('words')
      "
    `)
  })

  test('types, patterns and short properties get other names too', () => {
    expect(
      edited(
        `
interface Trip { delay: number }
const limit = 3
const trips = env.fromCollection<Trip>([{ delay: 1 }])
trips.filter(({ delay }) => delay < limit).sink(print())
`,
        {
          command: 'paste',
          environment: 'env',
          text: `interface Trip { delay: number; limit: number }
const delay = 5
const { limit } = { limit: delay }
env.fromCollection<Trip>([{ delay, limit }]).filter(({ delay, limit: most }) => delay < most).sink()
`,
        },
      ),
    ).toMatchInlineSnapshot(`
      "
      interface Trip { delay: number }
      const limit = 3
      const trips = env.fromCollection<Trip>([{ delay: 1 }])
      trips.filter(({ delay }) => delay < limit).sink(print())
      interface Trip2 { delay: number; limit: number }
      const delay2 = 5
      const { limit: limit2 } = { limit: delay2 }
      env.fromCollection<Trip2>([{ delay: delay2, limit: limit2 }]).filter(({ delay: delay2, limit: most }) => delay2 < most).sink()
      "
    `)
  })

  test('a stream that is not here is asked for', () => {
    expect(paste('flights.filter((flight) => flight.late).sink()')).toMatchInlineSnapshot(
      `"refused: what is pasted reads flights, which is not in this file: paste what makes it too"`,
    )
    expect(paste('words.union(others).sink()')).toMatchInlineSnapshot(
      `"refused: what is pasted reads others, which is not in this file: paste what makes it too"`,
    )
    expect(paste('const twice = words.map((word) => word + word)\ntwice.sink()')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())
      const twice = words.map((word) => word + word)
      twice.sink()

      await env.execute('words')
      "
    `)
  })

  test('an import of another module that is there already counts', () => {
    const job = `import { readFileSync } from 'node:fs'
import { Environment } from 'millrace'
const env = new Environment()
env.fromCollection([readFileSync('a', 'utf8')]).sink()
`
    const text = "import { readFileSync } from 'node:fs'\nenv.fromCollection([readFileSync('b', 'utf8')]).sink()"
    expect(edited(job, { command: 'paste', text, environment: 'env' })).toMatchInlineSnapshot(`
      "
      import { readFileSync } from 'node:fs'
      import { Environment } from 'millrace'
      const env = new Environment()
      env.fromCollection([readFileSync('a', 'utf8')]).sink()
      env.fromCollection([readFileSync('b', 'utf8')]).sink()
      "
    `)
    expect(paste(text)).toMatchInlineSnapshot(
      `"refused: what is pasted imports something else: write that import first (import { readFileSync } from 'node:fs')"`,
    )
  })

  test('a job in a function is asked for its content, and streams of another job are not read', () => {
    expect(
      paste('function main() {\n  const env = new Environment()\n  env.fromCollection([1]).sink()\n}\nmain()'),
    ).toMatchInlineSnapshot(
      `"refused: what is pasted makes its Environment inside of something else: paste only what stands in there"`,
    )
    const two = `
const words = env.fromCollection(['a'])
const second = new Environment()
await second.execute('second')
`
    expect(edited(two, { command: 'paste', text: 'words.sink()', environment: 'second' })).toMatchInlineSnapshot(
      `"refused: what is pasted reads streams of another job"`,
    )
    expect(
      edited(two, { command: 'paste', text: 'env.fromCollection([1]).sink()', environment: 'second' }),
    ).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const second = new Environment()
      second.fromCollection([1]).sink()
      await second.execute('second')
      "
    `)
  })

  test('ends statements, and keeps comments behind them, in a file with semicolons', () => {
    const job = `import { Environment } from "millrace";
const env = new Environment();
await env.execute("job");
`
    const text = 'const n = env.fromCollection([1]) // one\nfunction f() {}\nn.sink() // end'
    expect(edited(job, { command: 'paste', text, environment: 'env' })).toMatchInlineSnapshot(`
      "
      import { Environment } from "millrace";
      const env = new Environment();
      const n = env.fromCollection([1]); // one
      function f() {}
      n.sink(); // end
      await env.execute("job");
      "
    `)
  })
})

describe('a new Environment', () => {
  test('stands behind the jobs that are there', () => {
    expect(edited(text, { command: 'newEnvironment', name: 'second' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      words.sink(print())

      await env.execute('words')

      const env2 = new Environment()

      await env2.execute('second')
      "
    `)
  })
})
