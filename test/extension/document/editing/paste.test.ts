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
      `"refused: what is pasted imports something else: write that import first"`,
    )
    expect(paste('')).toMatchInlineSnapshot(`"refused: there is nothing in what is pasted that makes a stream"`)
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
