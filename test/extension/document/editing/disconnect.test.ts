import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const disconnect = (text: string, edge: string) => edited(text, { command: 'disconnect', edge })

describe('an open input takes the place of the stream', () => {
  test('that a variable holds', () => {
    const text = `
const words = env.fromCollection(['a'])
words.shuffle().map((word) => word.length).sink(print())
`
    expect(disconnect(text, 'words -> Map')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      env.unconnected<unknown>().shuffle().map((word) => word.length).sink(print())
      "
    `)
  })

  test('that is a chain: it stays, as a statement before', () => {
    const text = `
env
  .fromCollection(['a'])
  // long ones
  .filter((word) => word.length > 3)
  // shouting
  .map((word) => word.toUpperCase())
  .sink(print())
`
    expect(disconnect(text, 'Filter -> Map')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection(['a'])
        // long ones
        .filter((word) => word.length > 3)
      env.unconnected<unknown>()
        // shouting
        .map((word) => word.toUpperCase())
        .sink(print())
      "
    `)
    expect(disconnect(text, 'Map -> Print')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection(['a'])
        // long ones
        .filter((word) => word.length > 3)
        // shouting
        .map((word) => word.toUpperCase())
      env.unconnected<unknown>().sink(print())
      "
    `)
  })

  test('in the middle of what a variable holds', () => {
    const text = `
// what is long
const long = env.fromCollection(['a']).map((word) => word.trim()).filter((word) => word.length > 3)
long.sink(print())
`
    expect(disconnect(text, 'Map -> long')).toMatchInlineSnapshot(`
      "
      // what is long
      env.fromCollection(['a']).map((word) => word.trim())
      const long = env.unconnected<unknown>().filter((word) => word.length > 3)
      long.sink(print())
      "
    `)
  })

  test('the type of the records is kept where it is known', () => {
    const text = `
const words = env.fromCollection(['a'])
words.map((word) => word.length).sink(print())
`
    expect(edited(text, { command: 'disconnect', edge: 'words -> Map', type: 'string' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      env.unconnected<string>().map((word) => word.length).sink(print())
      "
    `)
  })
})

test('an Environment without a variable gets one', () => {
  const text = `import { Environment } from 'millrace'

// counts
new Environment({ parallelism: 2 }).fromCollection([1]).map((n) => n).sink()
`
  expect(disconnect(text, 'Source -> Map')).toMatchInlineSnapshot(
    `
    "
    import { Environment } from 'millrace'

    const env = new Environment({ parallelism: 2 })
    // counts
    env.fromCollection([1])
    env.unconnected<unknown>().map((n) => n).sink()
    "
  `,
  )
})

describe('an input of a union is left out', () => {
  test('an argument', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
const c = env.fromCollection([3])
a.union(b, c).sink(print())
`
    expect(disconnect(text, 'b -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      a.union(c).sink(print())
      "
    `)
    expect(disconnect(text, 'c -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      a.union(b).sink(print())
      "
    `)
    expect(disconnect(text, 'a -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      b.union(c).sink(print())
      "
    `)
  })

  test('a chain in an argument becomes a statement', () => {
    const text = `
const a = env.fromCollection([1])
a.union(
  env.fromCollection([2]).map((n) => n),
  a.filter((n) => n > 1), // large
).sink(print())
`
    expect(disconnect(text, 'Map -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      env.fromCollection([2]).map((n) => n)
      a.union(
        a.filter((n) => n > 1), // large
      ).sink(print())
      "
    `)
    expect(disconnect(text, 'Filter -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      a.filter((n) => n > 1) // large
      a.union(
        env.fromCollection([2]).map((n) => n),
      ).sink(print())
      "
    `)
  })
})

test('refused: keys that are needed, an input that is open', () => {
  const text = `
env.fromCollection([1]).keyBy((n) => n).sum((n) => n).sink(print())
env.unconnected<number>().map((n) => n)
`
  expect(disconnect(text, 'KeyBy -> Sum')).toMatchInlineSnapshot(
    `"refused: Sum needs the keys of KeyBy: disconnect KeyBy instead"`,
  )
  expect(disconnect(text, 'Unconnected -> Map')).toMatchInlineSnapshot(`"refused: Map is not connected"`)
})
