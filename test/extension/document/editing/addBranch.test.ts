import { expect, test } from 'vitest'
import { edited, selected } from './edited.ts'

const add = (text: string, method: string, at: object, more: object = {}) =>
  edited(text, { command: 'addOperator', method, at, ...more })

test('a branch reads what others read too, and they go on reading it', () => {
  const text = 'const numbers = env.fromCollection([1])\nnumbers.map((n) => n + 1).sink(print())'
  expect(add(text, 'filter', { after: 'numbers', branch: true })).toMatchInlineSnapshot(`
    "
    const numbers = env.fromCollection([1])
    const filteredNumbers = numbers.filter(() => true)
    numbers.map((n) => n + 1).sink(print())"
  `)
})

test('a chain is cut where the branch begins', () => {
  const text = 'env.fromCollection([1]).map((n) => n + 1).sink(print())'
  expect(add(text, 'filter', { after: 'Map', branch: true })).toMatchInlineSnapshot(`
    "
    const mappedRecords = env.fromCollection([1]).map((n) => n + 1)
    const filteredRecords = mappedRecords.filter(() => true)
    mappedRecords.sink(print())"
  `)
})

test('a side output is read by the name of its tag', () => {
  const text = `
import { Environment, outputTag, print } from 'millrace'
const env = new Environment()
const odd = outputTag<number>('odd')
const parts = env.fromCollection([1]).process({ onRecord(n, context, out: Collector<number>) { context.output(odd, n) } })
parts.sink(print())
parts.sideOutput(odd).sink(print())
`
  expect(add(text, 'map', { after: 'parts', output: 'odd' })).toMatchInlineSnapshot(`
    "
    import { Environment, outputTag, print } from 'millrace'
    const env = new Environment()
    const odd = outputTag<number>('odd')
    const parts = env.fromCollection([1]).process({ onRecord(n, context, out: Collector<number>) { context.output(odd, n) } })
    const mappedParts = parts.sideOutput(odd).map((record) => record)
    parts.sink(print())
    parts.sideOutput(odd).sink(print())
    "
  `)
})

test('what works by key branches off behind keyBy only', () => {
  const text = 'const keyed = env.fromCollection([1]).keyBy(() => 0)\nkeyed.sum(() => 1).sink(print())'
  expect(add(text, 'reduce', { after: 'keyed', branch: true })).toMatchInlineSnapshot(`
    "
    const keyed = env.fromCollection([1]).keyBy(() => 0)
    const reducedKeyed = keyed.reduce((accumulated) => accumulated)
    keyed.sum(() => 1).sink(print())"
  `)
  expect(add(text, 'reduce', { after: 'Sum', branch: true })).toMatchInlineSnapshot(
    `"refused: reduce needs a stream with keys: put keyBy before it"`,
  )
})

test('a source takes the place of an open input', () => {
  const text = 'env.unconnected<number>().map((n) => n + 1).sink(print())'
  expect(add(text, 'source', { before: 'Map' }, { arguments: ["textFile('a.txt')"] })).toMatchInlineSnapshot(`
    "
    import { Environment, print, textFile } from 'millrace'

    const env = new Environment()

    env.source(textFile('a.txt')).map((n) => n + 1).sink(print())"
  `)
  expect(add(text, 'fromCollection', { before: 'Print' })).toMatchInlineSnapshot(
    `"refused: fromCollection begins a stream: it has no input"`,
  )
})

test('the method is selected, not the variable that begins with its name', () => {
  const text = 'env.fromCollection([1]).sink()'
  expect(selected(text, { command: 'addOperator', method: 'filter', at: { environment: 'env' } })).toBe('filter')
})
