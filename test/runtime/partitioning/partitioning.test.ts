import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ALL,
  defaultMaxParallelism,
  groupRange,
  hashKey,
  instanceOfGroup,
  keyGroup,
  keyIdentity,
  type StrategyName,
  strategies,
} from '../../../runtime/src/partitioning/index.ts'

const context = (channels: number, more = {}) => ({
  instance: 0,
  sourceParallelism: 1,
  targetParallelism: channels,
  maxParallelism: 128,
  channels,
  ...more,
})
const many = (select: (record: unknown, key: unknown) => unknown, records: unknown[]) =>
  records.map((record) => select(record, undefined))

describe('strategies', () => {
  it('every strategy connects to existing instances, and every target of a rescale has a source', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(strategies) as StrategyName[])),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (name, p, q) => {
          const reached = new Set<number>()
          for (let i = 0; i < p; i++) {
            const targets = strategies[name].targets(i, p, q)
            expect(targets.length).toBeGreaterThan(0)
            expect([...targets]).toEqual([...new Set(targets)].sort((a, b) => a - b))
            for (const target of targets) {
              expect(target >= 0 && target < q).toBe(true)
              reached.add(target)
            }
          }
          if (name !== 'Forward') expect(reached.size).toBe(q)
        },
      ),
    )
  })

  it('round robin goes round, beginning with channel 0, for each source instance', () => {
    expect(many(strategies.RoundRobin.selector(context(3)), [1, 1, 1, 1])).toEqual([0, 1, 2, 0])
    expect(many(strategies.Rescale.selector(context(2)), [1, 1, 1])).toEqual([0, 1, 0])
  })

  it('broadcast is all channels', () => {
    expect(strategies.Broadcast.selector(context(3))(1, undefined)).toBe(ALL)
  })

  it('shuffle sends equal records to one channel, whatever their key order', () => {
    const select = strategies.Shuffle.selector(context(7))
    expect(select({ a: 1, b: [2] }, undefined)).toBe(select({ b: [2], a: 1 }, undefined))
    const used = new Set(
      many(
        select,
        Array.from({ length: 100 }, (_, i) => ({ i })),
      ),
    )
    expect(used.size).toBe(7)
  })

  it('by key: the instance that owns the key’s group; null and undefined are refused', () => {
    const select = strategies.ShuffleByKey.selector(context(5))
    for (const key of ['a', 1, -3.5, true, 10n, new Date(0), [1], { x: 1 }]) {
      expect(select('record', key)).toBe(instanceOfGroup(keyGroup(key, 128), 128, 5))
    }
    for (const key of [null, undefined]) {
      expect(() => select('record', key)).toThrow(`the key is ${key}: every record needs a key`)
      expect(() => strategies.ShuffleByKey.selector(context(1))('record', key)).toThrow('every record needs a key')
    }
  })

  it('a partition function chooses one or several; anything else is refused with the range', () => {
    const select = (result: unknown) =>
      strategies.Custom.selector(context(3, { partition: () => result }))(1, undefined)
    expect(select(2)).toBe(2)
    expect(select([0, 2])).toEqual([0, 2])
    expect(select([])).toEqual([])
    for (const wrong of [3, -1, 0.5, Number.NaN, '1', undefined, [0, 3]]) {
      expect(() => select(wrong)).toThrow('it must return a whole number from 0 to 2, or an array of them')
    }
  })
})

describe('key groups are Flink’s', () => {
  it('every group belongs to the instance whose range has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 64 }), (max, raw) => {
        const parallelism = Math.min(raw, max)
        let next = 0
        for (let instance = 0; instance < parallelism; instance++) {
          const [first, last] = groupRange(instance, max, parallelism)
          expect(first).toBe(next)
          for (let group = first; group <= last; group++)
            expect(instanceOfGroup(group, max, parallelism)).toBe(instance)
          next = last + 1
        }
        expect(next).toBe(max)
      }),
    )
  })

  it('the default maximum is the next power of two of one and a half times the parallelism, from 128 to 32,768', () => {
    expect([1, 85, 86, 200, 30_000].map(defaultMaxParallelism)).toEqual([128, 128, 256, 512, 32_768])
  })
})

describe('the key hash', () => {
  it('has these values, for ever', () => {
    const vectors: [string, unknown][] = [
      ['""', ''],
      ['"a"', 'a'],
      ['"word"', 'word'],
      ['"\\u20ac"', '€'],
      ['"\\ud83d\\ude00"', '😀'],
      ['0', 0],
      ['-0', -0],
      ['1', 1],
      ['-1', -1],
      ['2^31-1', 2 ** 31 - 1],
      ['2^31', 2 ** 31],
      ['0.5', 0.5],
      ['NaN', Number.NaN],
      ['1n', 1n],
      ['true', true],
      ['false', false],
      ['null', null],
      ['undefined', undefined],
      ['Date 0', new Date(0)],
      ['[]', []],
      ['[1,"a"]', [1, 'a']],
      ['{}', {}],
      ['{a:1,b:2}', { a: 1, b: 2 }],
      ['Map a->1', new Map([['a', 1]])],
      ['Set a', new Set(['a'])],
      ['Uint8Array 1 2', new Uint8Array([1, 2])],
    ]
    expect(Object.fromEntries(vectors.map(([name, value]) => [name, hashKey(value)]))).toMatchInlineSnapshot(`
      {
        """": 4226891818,
        ""\\u20ac"": 60572769,
        ""\\ud83d\\ude00"": 3516142538,
        ""a"": 2865044237,
        ""word"": 602030491,
        "-0": 3323962100,
        "-1": 1914497161,
        "0": 3323962100,
        "0.5": 328153721,
        "1": 1479626947,
        "1n": 3020425818,
        "2^31": 981178389,
        "2^31-1": 1285474550,
        "Date 0": 676776823,
        "Map a->1": 1013606916,
        "NaN": 3322085366,
        "Set a": 3042125519,
        "Uint8Array 1 2": 1070403463,
        "[1,"a"]": 2377739722,
        "[]": 1887164919,
        "false": 1740791543,
        "null": 1343918321,
        "true": 3775657435,
        "undefined": 3319477102,
        "{a:1,b:2}": 2704854646,
        "{}": 4004982076,
      }
    `)
  })

  it('is the same for equal content', () => {
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withTypedArray: true }),
        (value) => {
          expect(hashKey(structuredClone(value))).toBe(hashKey(value))
        },
      ),
    )
    expect(
      hashKey(
        new Map([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe(
      hashKey(
        new Map([
          [3, 4],
          [1, 2],
        ]),
      ),
    )
  })

  it('a value nested without end is refused', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(() => hashKey(cycle)).toThrow('nested more than 500 levels deep')
  })
})

describe('key identity', () => {
  const keys = fc.letrec((tie) => ({
    key: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.bigInt(),
      fc.date(),
      fc.constantFrom('\0', '\0[1]', '[1]', '1', -0, 'd0'),
      fc.array(tie('key'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('key'), { maxKeys: 3 }),
    ),
  })).key

  it('is the same exactly for keys of equal content', () => {
    const same = (a: unknown, b: unknown) => new Set([keyIdentity(a), keyIdentity(b)]).size === 1
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(same(a, structuredClone(a))).toBe(true)
        expect(same(a, b)).toBe(equal(a, b))
      }),
      { numRuns: 2000 },
    )
  })

  it('null, functions and instances of classes are no keys', () => {
    for (const key of [null, undefined, () => 1, Symbol('s'), new (class Money {})(), new Map()])
      expect(() => keyIdentity(key)).toThrow()
  })
})

/** Equal content, with -0 equal to 0. */
function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b || Object.is(a, b)
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && Object.is(a.getTime(), b.getTime())
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [x, y] = [Object.keys(a).sort(), Object.keys(b).sort()]
  if (x.length !== y.length || x.some((name, i) => name !== y[i])) return false
  return x.every((name) => equal((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]))
}
