import { describe, expect, it } from 'vitest'
import { carryKeys, type JobModel, parse, syntaxOf } from '../../../../extension/src/document/index.ts'

const job = (body: string) => `import { Environment } from 'millrace'\nconst env = new Environment()\n${body}`
const read = (body: string) => parse(job(body))
const keys = ({ operators }: JobModel) => operators.map(({ key, method }) => `${method} ${key}`)

/** Which operators of the second text have the key of which of the first, by their numbers. */
function carried(before: string, after: string): (number | undefined)[] {
  const [first, second] = [read(before), read(after)]
  const known = new Map(first.operators.map(({ key, id }) => [key, id]))
  return carryKeys(first, second).operators.map(({ key }) => known.get(key))
}

describe('an operator keeps its key from text to text', () => {
  it('when one is put before it, though both say the same', () => {
    expect(carried('env.fromCollection([1]).map(f).map(g)', 'env.fromCollection([1]).map(h).map(f).map(g)')).toEqual([
      0,
      undefined,
      1,
      2,
    ])
  })

  it('when it gets a variable, a name and another function', () => {
    expect(
      carried('env.fromCollection([1]).map(f).sink()', "const x = env.fromCollection([1])\nx.map(g).name('X').sink()"),
    ).toEqual([0, 1, 2])
  })

  it('in the call of a helper it was made by', () => {
    const helper = 'const clean = (s) => s.map(f).filter(g)\nconst a = env.fromCollection([1])\n'
    const [before, after] = [`${helper}clean(a)\nclean(a.map(h))`, `${helper}clean(a.map(h))\nclean(a)`]
    const [first, second] = [read(before), read(after)]
    const key = (model: JobModel, call: string, method: string) =>
      model.operators.find(
        (operator) =>
          operator.group !== undefined && model.groups[operator.group].call === call && operator.method === method,
      )?.key
    const moved = carryKeys(first, second)
    for (const call of ['clean(a)', 'clean(a.map(h))']) {
      for (const method of ['map', 'filter']) expect(key(moved, call, method)).toBe(key(first, call, method))
    }
  })

  it('and one that is new gets a key that nobody has', () => {
    const [first, second] = [read('env.fromCollection([1]).map(f)'), read('env.fromCollection([1]).map(g).map(f)')]
    const all = keys(carryKeys(first, second))
    expect(new Set(all).size).toBe(3)
  })

  it('and the model can still be edited', () => {
    const model = read('env.fromCollection([1])')
    expect(syntaxOf(carryKeys(model, read('env.fromCollection([2])')))).toBeDefined()
  })
})
