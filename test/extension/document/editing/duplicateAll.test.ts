import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const duplicate = (text: string, ...operators: string[]) => edited(text, { command: 'duplicateAll', operators })

const text = `
const words = env.fromCollection(['a']).uid('words')
// long ones
words
  .filter((word) => word.length > 3)
  .uid('long')
  // shouting
  .map((word) => word.toUpperCase())
  .shuffle()
  .sink(print())

await env.execute('words')
`

describe('when_severalAreDuplicated', () => {
  test('then_aChainStaysAChainAndReadsTheSame', () => {
    expect(duplicate(text, 'Filter', 'Map')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      // long ones
      words
        .filter((word) => word.length > 3)
        .uid('long')
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())
      // long ones
      words
        .filter((word) => word.length > 3)
        // shouting
        .map((word) => word.toUpperCase())

      await env.execute('words')
      "
    `)
    expect(duplicate(text, 'words', 'Filter', 'Map', 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      // long ones
      words
        .filter((word) => word.length > 3)
        .uid('long')
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())
      const words2 = env.fromCollection(['a'])
      // long ones
      words2
        .filter((word) => word.length > 3)
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())

      await env.execute('words')
      "
    `)
  })

  test('then_whatTheyReadGetsAVariable', () => {
    expect(duplicate(text, 'Map', 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a']).uid('words')
      // long ones
      const filteredWords = words
        .filter((word) => word.length > 3)
        .uid('long')
      filteredWords
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())
      filteredWords
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())

      await env.execute('words')
      "
    `)
  })

  test('then_forksAndJoinsAmongThemAreAmongTheSecondOnes', () => {
    const forks = `
const a = env.fromCollection([1])
const small = a.filter((n) => n < 10)
const large = a.filter((n) => n > 10).name('Large').rescale()
large.setParallelism(2)
small.union(large, a.map((n) => -n)).sink(print())
`
    expect(duplicate(forks, 'small', 'Large', 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const small = a.filter((n) => n < 10)
      const large = a.filter((n) => n > 10).name('Large').rescale()
      large.setParallelism(2)
      const mappedA = a.map((n) => -n)
      small.union(large, mappedA).sink(print())
      const small2 = a.filter((n) => n < 10)
      const large2 = a.filter((n) => n > 10).name('Large').setParallelism(2)
      small2.union(large2.rescale(), mappedA)
      "
    `)
    expect(duplicate(forks, 'Map', 'Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const small = a.filter((n) => n < 10)
      const large2 = a.filter((n) => n > 10).name('Large')
      const large = large2.rescale()
      large.setParallelism(2)
      small.union(large, a.map((n) => -n)).sink(print())
      const mappedA = a.map((n) => -n)
      small.union(large2.rescale(), mappedA)
      "
    `)
  })

  test('then_whatStandsInAnArgumentGetsItsVariableBeforeTheStatementIsCut', () => {
    const joined = `
const a = env.fromCollection([1])
a.map((n) => n)
  .union(env.fromCollection([2]))
  .filter((n) => n > 1)
  .sink(print())
`
    expect(duplicate(joined, 'Union', 'Filter')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const records = env.fromCollection([2])
      const mappedA = a.map((n) => n)
      mappedA
        .union(records)
        .filter((n) => n > 1)
        .sink(print())
      mappedA
        .union(records)
        .filter((n) => n > 1)
      "
    `)
  })

  test('then_oneAloneIsDuplicatedInItsPlace', () => {
    expect(duplicate(text, 'Filter')).toBe(edited(text, { command: 'duplicate', operator: 'Filter' }))
  })

  test('then_noneAreWhereOneCannot', () => {
    const helper = `
const clean = (s: DataStream<number>) => s.map((n) => n)
clean(env.fromCollection([1])).sink()
`
    expect(duplicate(helper, 'Map', 'Sink')).toMatchInlineSnapshot(
      `"refused: Map is made inside of a function: duplicate it by itself"`,
    )
    expect(duplicate(helper)).toMatchInlineSnapshot(`"refused: nothing is selected"`)
  })
})
