import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const JOB = `
const numbers = env.fromCollection([1, 2])
numbers
  .map((n) => n * 2)
  .name('Double')
  .shuffle()
  .filter((n) => n > 2)
  .name('Big')
  .sink(print())
const open = env.unconnected<number>().map((n) => n).name('Waiting')
open.sink(print())
`

describe('when_theHeadOfAnArrowIsMoved', () => {
  test('then_theNewOneReadsIt_andTheOldOneHasAnOpenInput_andItsStrategyGoesAlong', () => {
    expect(
      edited(JOB, { command: 'retarget', edge: 'Double -> Big', to: 'Waiting', type: 'number' }),
    ).toMatchInlineSnapshot(`
      "
      const numbers = env.fromCollection([1, 2])
      const double = numbers
        .map((n) => n * 2)
        .name('Double')
      env.unconnected<number>()
        .shuffle()
        .filter((n) => n > 2)
        .name('Big')
        .sink(print())
      const open = double.shuffle().map((n) => n).name('Waiting')
      open.sink(print())
      "
    `)
  })

  test('then_aUnionTakesItToo', () => {
    const text = JOB.replace('const open', "const both = numbers.union().name('Both')\nboth.sink(print())\nconst open")
    expect(
      edited(text, { command: 'retarget', edge: 'Double -> Big', to: 'Both', type: 'number' }),
    ).toMatchInlineSnapshot(`
      "
      const numbers = env.fromCollection([1, 2])
      const double = numbers
        .map((n) => n * 2)
        .name('Double')
      env.unconnected<number>()
        .shuffle()
        .filter((n) => n > 2)
        .name('Big')
        .sink(print())
      const both = numbers.union(double.shuffle()).name('Both')
      both.sink(print())
      const open = env.unconnected<number>().map((n) => n).name('Waiting')
      open.sink(print())
      "
    `)
  })

  test('then_oneInputOfAUnionBecomesAnother', () => {
    const text = `
const a = env.fromCollection([1])
const both = a.union(env.fromCollection([2]))
both.sink(print())
env.unconnected<number>().map((n) => n).name('Waiting').sink(print())
`
    expect(edited(text, { command: 'retarget', edge: 'a -> Union', to: 'Waiting' })).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const both = env.fromCollection([2]).union()
      both.sink(print())
      a.map((n) => n).name('Waiting').sink(print())
      "
    `)
  })

  test('then_whatIsTaken_whatItComesFrom_andWhereItIsAreRefused', () => {
    const move = (edge: string, to: string) => edited(JOB, { command: 'retarget', edge, to })
    expect(move('numbers -> Double', 'Big')).toMatch(/^refused: Big reads Double already/)
    expect(move('Double -> Big', 'Double')).toMatch(/^refused: .*no circles/)
    expect(move('Double -> Big', 'Big')).toBe('refused: Big reads that already')
  })
})

describe('when_severalArrowsAreDeleted', () => {
  const cut = (text: string, ...edges: string[]) => edited(text, { command: 'disconnectAll', edges })

  test('then_eachLeavesAnOpenInput', () => {
    expect(cut(JOB, 'numbers -> Double', 'Double -> Big')).toMatchInlineSnapshot(`
      "
      const numbers = env.fromCollection([1, 2])
      env.unconnected<unknown>()
        .map((n) => n * 2)
        .name('Double')
      env.unconnected<unknown>()
        .shuffle()
        .filter((n) => n > 2)
        .name('Big')
        .sink(print())
      const open = env.unconnected<number>().map((n) => n).name('Waiting')
      open.sink(print())
      "
    `)
  })

  test('then_aUnionHasLessInputs', () => {
    const text = `
const a = env.fromCollection([1])
const b = env.fromCollection([2])
const c = env.fromCollection([3])
a.union(b, c).sink(print())
`
    expect(cut(text, 'b -> Union', 'c -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      a.union().sink(print())
      "
    `)
    expect(cut(text, 'a -> Union', 'c -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      b.union().sink(print())
      "
    `)
    expect(cut(text, 'a -> Union', 'b -> Union', 'c -> Union')).toMatchInlineSnapshot(`
      "
      const a = env.fromCollection([1])
      const b = env.fromCollection([2])
      const c = env.fromCollection([3])
      env.unconnected<unknown>().union().sink(print())
      "
    `)
  })

  test('then_oneThatCannotBeDeletedRefusesAll', () => {
    expect(cut(JOB, 'numbers -> Double', 'unconnected -> Waiting')).toMatch(/^refused: Waiting is not connected/)
  })
})
