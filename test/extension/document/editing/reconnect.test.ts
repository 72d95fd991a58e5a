import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const reconnect = (text: string, edge: string, from: string) => edited(text, { command: 'reconnect', edge, from })

test('from one variable to another', () => {
  const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
a.shuffle().map((n) => n).sink(print())
`
  expect(reconnect(text, 'a -> Map', 'b')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const b = env.fromCollection([2])
    b.shuffle().map((n) => n).sink(print())
    "
  `)
})

test('further up in the same chain', () => {
  const text = `
env
  .fromCollection([1])
  // positive
  .filter((n) => n > 0)
  // doubled
  .map((n) => 2 * n)
  .sink(print())
`
  expect(reconnect(text, 'Map -> Print', 'Filter')).toMatchInlineSnapshot(`
    "
    const filteredRecords = env
      .fromCollection([1])
      // positive
      .filter((n) => n > 0)
    filteredRecords
      // doubled
      .map((n) => 2 * n)
    filteredRecords.sink(print())
    "
  `)
  expect(reconnect(text, 'Map -> Print', 'Source')).toMatchInlineSnapshot(`
    "
    const records = env.fromCollection([1])
    records
      // positive
      .filter((n) => n > 0)
      // doubled
      .map((n) => 2 * n)
    records.sink(print())
    "
  `)
})

test('from the middle of one chain to the middle of another', () => {
  const text = `
env.fromCollection([1]).map((n) => n + 1).sink(print())
env.fromCollection([2]).filter((n) => n > 1).sink(print())
`
  expect(reconnect(text, 'Filter -> Print#2', 'Map')).toMatchInlineSnapshot(`
    "
    const mappedRecords = env.fromCollection([1]).map((n) => n + 1)
    mappedRecords.sink(print())
    env.fromCollection([2]).filter((n) => n > 1)
    mappedRecords.sink(print())
    "
  `)
})

test('an argument of a union', () => {
  const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
const c = env.fromCollection([3])
a.union(b.map((n) => n)).sink(print())
`
  expect(reconnect(text, 'Map -> Union', 'c')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const b = env.fromCollection([2])
    const c = env.fromCollection([3])
    b.map((n) => n)
    a.union(c).sink(print())
    "
  `)
})

test('refused: circles, what is read already, keys', () => {
  const text = `
const a = env.fromCollection([1])
const b = a.map((n) => n)
const c = b.filter((n) => n > 1)
c.keyBy((n) => n).sum((n) => n).sink()
`
  expect(reconnect(text, 'a -> b', 'c')).toMatchInlineSnapshot(
    `"refused: Filter reads from Map: a dataflow has no circles"`,
  )
  expect(reconnect(text, 'a -> b', 'a')).toMatchInlineSnapshot(`"refused: Map reads that already"`)
  expect(reconnect(text, 'KeyBy -> Sum', 'b')).toMatchInlineSnapshot(`"refused: Sum needs a stream with keys"`)
})
