import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const duplicate = (text: string, operator: string) => edited(text, { command: 'duplicate', operator })

describe('a second operator reads the same', () => {
  test('in the middle of a chain, without the uid', () => {
    const text = `
env
  .fromCollection([1])
  .shuffle()
  // doubled
  .map((n) => 2 * n)
  .uid('double')
  .name('Double')
  .sink(print())
`
    expect(duplicate(text, 'Double')).toMatchInlineSnapshot(`
      "
      const records = env.fromCollection([1])
      const double = records
        .shuffle()
        // doubled
        .map((n) => 2 * n)
        .name('Double')
      records
        .shuffle()
        // doubled
        .map((n) => 2 * n)
        .uid('double')
        .name('Double')
        .sink(print())
      "
    `)
  })

  test('behind a variable', () => {
    const text = `
const words = env.fromCollection(['a'])
const long = words.filter((word) => word.length > 3)
long.sink(print())
`
    expect(duplicate(text, 'long')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const long = words.filter((word) => word.length > 3)
      const long2 = words.filter((word) => word.length > 3)
      long.sink(print())
      "
    `)
    expect(duplicate(text, 'words')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const words2 = env.fromCollection(['a'])
      const long = words.filter((word) => word.length > 3)
      long.sink(print())
      "
    `)
    expect(duplicate(text, 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      const long = words.filter((word) => word.length > 3)
      long.sink(print())
      long.sink(print())
      "
    `)
  })

  test('a window with all of its calls, a union with its variables', () => {
    const text = `
const a = env.fromCollection([1])
a.keyBy((n) => n).timeWindow(10).sum((n) => n).sink(print())
a.union(a).sink(print())
`
    expect(duplicate(text, 'Window')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const keyedA = a.keyBy((n) => n)
      const aTotals = keyedA.timeWindow(10).sum((n) => n)
      keyedA.timeWindow(10).sum((n) => n).sink(print())
      a.union(a).sink(print())
      "
    `)
    expect(duplicate(text, 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      a.keyBy((n) => n).timeWindow(10).sum((n) => n).sink(print())
      a.union(a).sink(print())
      const unitedA = a.union(a)
      "
    `)
  })

  test('refused where it would come into the helper that gives its input', () => {
    const text = `
const clean = (s: DataStream<string>) => s.map((word) => word.trim())
clean(env.fromCollection([' a '])).sink(print())
`
    expect(duplicate(text, 'Print')).toMatchInlineSnapshot(
      `"refused: Print reads what a function gives: give that a variable in the text first"`,
    )
  })

  test('refused where its inputs are written inside of it', () => {
    const text = `env.fromCollection([1]).union(env.fromCollection([2])).sink()`
    expect(duplicate(text, 'Union')).toMatchInlineSnapshot(
      `"refused: Union has an input that is written inside of its call: extract that first"`,
    )
  })
})
