import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const set = (text: string, edge: string, method: string | null, argument?: string) =>
  edited(text, { command: 'setStrategy', edge, method, ...(argument === undefined ? {} : { argument }) })

const lines = `
env
  .fromCollection([1])
  // to all
  .broadcast() // really
  .map((n) => n)
  .sink(print())
`

test('written in a chain on one line, and in one with a call per line', () => {
  expect(set('env.fromCollection([1]).map((n) => n).sink()', 'Source -> Map', 'shuffle')).toMatchInlineSnapshot(`
    "
    env.fromCollection([1]).shuffle().map((n) => n).sink()"
  `)
  expect(set(lines, 'Map -> Print', 'rescale')).toMatchInlineSnapshot(`
    "
    env
      .fromCollection([1])
      // to all
      .broadcast() // really
      .map((n) => n)
      .rescale()
      .sink(print())
    "
  `)
})

test('the comment that ends the line before stays with its call', () => {
  const chain = '\nenv\n  .fromCollection([1]) // one\n  .map((n) => n)\n  .sink(print())\n'
  expect(set(chain, 'Source -> Map', 'shuffle')).toMatchInlineSnapshot(`
    "
    env
      .fromCollection([1]) // one
      .shuffle()
      .map((n) => n)
      .sink(print())
    "
  `)
})

test('changed in place, with and without a function', () => {
  expect(set(lines, 'Source -> Map', 'shuffle')).toMatchInlineSnapshot(`
    "
    env
      .fromCollection([1])
      // to all
      .shuffle() // really
      .map((n) => n)
      .sink(print())
    "
  `)
  expect(set(lines, 'Source -> Map', 'partition', '(n) => n % 2')).toMatchInlineSnapshot(`
    "
    env
      .fromCollection([1])
      // to all
      .partition((n) => n % 2) // really
      .map((n) => n)
      .sink(print())
    "
  `)
  expect(
    set('env.fromCollection([1]).partition((n) => n % 2).sink()', 'Source -> Sink', 'forward'),
  ).toMatchInlineSnapshot(`
    "
    env.fromCollection([1]).forward().sink()"
  `)
})

test('taken away with its line', () => {
  expect(set(lines, 'Source -> Map', null)).toMatchInlineSnapshot(`
    "
    env
      .fromCollection([1])
      .map((n) => n)
      .sink(print())
    "
  `)
})

test('of one branch of a fork, and of an argument', () => {
  const text = `
const words = env.fromCollection(['a'])
words.sink(print())
words.union(words).map((word) => word).sink()
`
  expect(set(text, 'words -> Print', 'roundRobin')).toMatchInlineSnapshot(`
    "
    const words = env.fromCollection(['a'])
    words.roundRobin().sink(print())
    words.union(words).map((word) => word).sink()
    "
  `)
  expect(set(text, 'words -> Union', 'roundRobin')).toMatchInlineSnapshot(`
    "
    const words = env.fromCollection(['a'])
    words.sink(print())
    words.roundRobin().union(words).map((word) => word).sink()
    "
  `)
})

test('refused: by key, and where a variable has it', () => {
  expect(
    set('env.fromCollection([1]).keyBy((n) => n).sum((n) => n).sink()', 'KeyBy -> Sum', 'shuffle'),
  ).toMatchInlineSnapshot(`"refused: Sum needs its records by key: a partition call would lose the keys"`)
  const text = `
const all = env.fromCollection([1]).broadcast()
all.sink()
all.map((n) => n).sink()
`
  expect(set(text, 'Source -> Sink', null)).toMatchInlineSnapshot(
    `"refused: the strategy is written where a variable gets the stream, and others read that: edit it in the text"`,
  )
  expect(set(text, 'Source -> Sink', 'jump')).toMatchInlineSnapshot(`"refused: there is no partition strategy jump"`)
})
