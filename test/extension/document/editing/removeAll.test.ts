import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const remove = (text: string, ...operators: string[]) => edited(text, { command: 'removeAll', operators })

const text = `
const words = env.fromCollection(['a'])
// long ones
words
  .filter((word) => word.length > 3)
  .map((word) => word.toUpperCase())
  .sink(print())
words.keyBy((word) => word).sum(() => 1).sink(print())
`

describe('when_severalAreRemoved', () => {
  test('then_whatTheyReadIsReadByWhatFollowedThem', () => {
    expect(remove(text, 'Filter', 'Map')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      words
        .sink(print())
      words.keyBy((word) => word).sum(() => 1).sink(print())
      "
    `)
  })

  test('then_aKeyByGoesWithWhatNeedsItsKeys', () => {
    expect(remove(text, 'KeyBy', 'Sum')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection(['a'])
      // long ones
      words
        .filter((word) => word.length > 3)
        .map((word) => word.toUpperCase())
        .sink(print())
      words.sink(print())
      "
    `)
    expect(remove(text, 'KeyBy', 'Map')).toMatchInlineSnapshot(`"refused: Sum needs the keys that KeyBy gives"`)
  })

  test('then_aSourceLeavesAnOpenInputOnlyForWhatStays', () => {
    expect(remove(text, 'words', 'Filter', 'Map', 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.unconnected<unknown>()
      words.keyBy((word) => word).sum(() => 1).sink(print())
      "
    `)
    expect(
      edited(text, { command: 'removeAll', operators: ['words', 'Filter'], types: { 0: 'string' } }),
    ).toMatchInlineSnapshot(`
      "
      const words = env.unconnected<string>()
      words
        .map((word) => word.toUpperCase())
        .sink(print())
      words.keyBy((word) => word).sum(() => 1).sink(print())
      "
    `)
  })

  test('then_allOfThemMayGo', () => {
    expect(remove(text, 'words', 'Filter', 'Map', 'Print', 'KeyBy', 'Sum', 'Print#2')).toMatchInlineSnapshot(`
      "
      import { Environment } from 'millrace'

      const env = new Environment()

      "
    `)
  })

  test('then_chainsInsideOfWhatGoesStayAsStatements', () => {
    const union = `
const a = env.fromCollection([1])
a.filter((n) => n > 0).union(a.map((n) => -n).inspect((n) => {})).sink(print())
`
    expect(remove(union, 'Union', 'Print', 'Inspect', 'Filter')).toMatchInlineSnapshot(`
      "
      import { Environment } from 'millrace'

      const env = new Environment()

      const a = env.fromCollection([1])
      a.map((n) => -n)
      "
    `)
  })

  test('then_anOpenInputStaysWhereItIsNeeded', () => {
    const open = 'env.unconnected<number>().map((n) => n).filter((n) => n > 1).sink(print())'
    expect(remove(open, 'Unconnected', 'Filter')).toMatchInlineSnapshot(`
      "
      env.unconnected<number>().map((n) => n).sink(print())"
    `)
    expect(remove(open, 'Unconnected')).toMatchInlineSnapshot(
      `"refused: an open input goes when it is connected, or with what reads it"`,
    )
  })

  test('then_noneAreWhereOneCannot', () => {
    const twice = `
const clean = (s: DataStream<number>) => s.map((n) => n)
clean(env.fromCollection([1])).sink()
clean(env.fromCollection([2])).sink()
`
    expect(remove(twice, 'Sink', 'Map')).toMatchInlineSnapshot(
      `"refused: \`clean\` is used 2 times: edit it in the text"`,
    )
    expect(remove(twice)).toMatchInlineSnapshot(`"refused: nothing is selected"`)
  })
})
