import { describe, expect, test } from 'vitest'
import { align } from '../../../../extension/src/document/identity/align.ts'
import { type Trace, traceText } from '../../../../extension/src/document/identity/trace.ts'
import { Chance, edited, judge, KINDS, type Known, randomChain, type Variety } from './random-chain.ts'

/** `map(f) late=filter(g) #total=sum(1) @id=map(h)`: a variable, a name, a uid. */
function traces(text: string): Trace[] {
  return [...text.matchAll(/(?:([#@]?)(\w+)=)?(\w+)\(([^)]*)\)/g)].map(([, sign, name, method, argument]) => ({
    method,
    text: traceText(argument),
    ...(name && { [sign === '#' ? 'name' : sign === '@' ? 'uid' : 'variable']: name }),
  }))
}

const found = (before: string, after: string) =>
  align(traces(before), traces(after))
    .map((index) => index ?? '-')
    .join(' ')

describe('an operator is found again', () => {
  test.each([
    ['where nothing has changed, also among equals', 'map(f) map(f) map(f)', 'map(f) map(f) map(f)', '0 1 2'],
    ['after one was inserted', 'source(a) map(f) sink(b)', 'source(a) filter(g) map(f) sink(b)', '0 - 1 2'],
    ['after one was deleted', 'source(a) map(f) filter(g) sink(b)', 'source(a) filter(g) sink(b)', '0 2 3'],
    ['after its function was edited', 'source(a) map(x.y) sink(b)', 'source(a) map(x.y.z) sink(b)', '0 1 2'],
    ['after its function was replaced', 'source(a) map(f) sink(b)', 'source(a) map(g) sink(b)', '0 1 2'],
    ['after it became another kind', 'source(a) map(split(x)) sink(b)', 'source(a) flatMap(split(x)) sink(b)', '0 1 2'],
    ['after two changed places', 'source(a) map(f) map(g) sink(b)', 'source(a) map(g) map(f) sink(b)', '0 2 1 3'],
    ['after it moved far away', 'map(f) a(1) b(2) c(3)', 'a(1) b(2) c(3) map(f)', '1 2 3 0'],
    ['by its name, whatever it does', '#x=map(f) filter(g)', 'filter(g) #x=reduce(h)', '1 0'],
    ['by its uid before its name', '@p=map(f) #x=map(g)', '@p=sum(1) #x=map(f)', '0 1'],
    ['after its chain got a new end', 'late=filter(f) sink(a)', 'filter(f) late=map(g) sink(a)', '0 - 1'],
    ['after its variable was renamed', 'a=map(f) b=map(f)', 'a=map(f) c=map(f)', '0 1'],
    ['by its variable though others say the same', 'a=map(f) b=map(f)', 'b=map(f) a=map(f)', '1 0'],
  ])('%s', (_, before, after, expected) => expect(found(before, after)).toBe(expected))
})

describe('no match is better than an unclear one', () => {
  test.each([
    ['one of several equals was deleted', 'map(f) map(f) map(f)', 'map(f) map(f)', '- -'],
    ['one equal to its neighbour was inserted', 'a(1) map(f) b(2)', 'a(1) map(f) map(f) b(2)', '0 - - 2'],
    ['a uid is another one', '@p=map(f)', '@q=map(f)', '-'],
    ['the other has nothing in common', 'map(f)', 'sum(1)', '-'],
    ['one side is empty', '', 'map(f)', '-'],
  ])('when %s', (_, before, after, expected) => expect(found(before, after)).toBe(expected))
})

const trace = ({ trace }: Known) => trace

describe('1,000 random outside edits of unnamed chains', () => {
  test.each<[string, number, Variety, number]>([
    ['one edit at a time', 1, 5, 0.98],
    ['three edits at a time', 3, 5, 0.98],
    ['one edit where many operators are equal', 1, 2, 0.95],
    ['one edit where most operators are equal', 1, 1, 0.9],
    ['three edits where most operators are equal', 3, 1, 0.85],
  ])('%s: at most one operator in a hundred gets another’s identity', (_, edits, variety, kept) => {
    let [wrong, right, there, all] = [0, 0, 0, 0]
    const per: Record<string, string> = {}
    for (const kind of KINDS) {
      const chance = new Chance(edits)
      const sum = { wrong: 0, right: 0, there: 0, all: 0 }
      for (let round = 0; round < 1000 / KINDS.length; round++) {
        const before = randomChain(chance, 4 + chance.below(40), variety)
        let after: Known[] = before
        for (let edit = 0; edit < edits; edit++)
          after = edited(chance, after, edit === 0 ? kind : chance.one(KINDS), variety)
        const result = judge(before, after, align(before.map(trace), after.map(trace)))
        sum.wrong += result.wrong
        sum.right += result.right
        sum.there += result.there
        sum.all += after.length
      }
      per[kind] = `${sum.wrong} wrong, ${sum.there - sum.right} lost of ${sum.all}`
      wrong += sum.wrong
      right += sum.right
      there += sum.there
      all += sum.all
    }
    expect(wrong / all, JSON.stringify(per)).toBeLessThanOrEqual(0.01)
    expect(right / there, JSON.stringify(per)).toBeGreaterThanOrEqual(kept)
  })
})

test('no edit elsewhere loses an operator that has a uid, a name or a variable of its own', () => {
  const chance = new Chance(5)
  for (let round = 0; round < 300; round++) {
    const before = randomChain(chance, 4 + chance.below(40), 1).map((known): Known => {
      const mark = chance.one([undefined, undefined, 'uid', 'name', 'variable'])
      return mark ? { ...known, trace: { ...known.trace, [mark]: `${mark}${known.id}` } } : known
    })
    const after = edited(chance, before, chance.one(KINDS), 1)
    const result = align(before.map(trace), after.map(trace))
    for (const [index, { id, trace }] of after.entries()) {
      const was = before.findIndex((known) => known.id === id)
      if (trace.uid === undefined && trace.name === undefined && trace.variable === undefined) continue
      expect(result[index], JSON.stringify(trace)).toBe(was)
    }
  }
})

test('a trace has a long text cut, and still tells it from others', () => {
  const long = `(record) => ({ ${Array.from({ length: 20 }, (_, index) => `field${index}: ${index}`).join(', ')} })`
  const [one, other] = [traceText(long), traceText(long.replace('19 })', '20 })'))]
  expect(one).toMatchInlineSnapshot(
    `"(record) => ({ field0: 0, field1: 1, field2: 2, field3: 3, field4: 4, field5: 5,… ccbad24d"`,
  )
  expect(other).not.toBe(one)
  expect(traceText('\r\n  (a) =>\n\t a\n')).toBe('(a) => a')
})
