import { resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupRange, instanceOfGroup, keyGroup, keyIdentity } from '../../../runtime/src/partitioning/index.ts'
import {
  type KeyedStateStore,
  type KeyedTable,
  openStateStores,
  type StateEntry,
  type StateStores,
} from '../../../runtime/src/state/index.ts'
import { backends } from './stores.ts'

const MAX = 128

const long = 'x'.repeat(3_000)
/** More than the cache on disk has room for. */
const keys: readonly unknown[] = [
  ...[0, 1, -1, 2 ** 40, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '0', '', '\0', '\0s', 'ÿ', 'Ā', '\ud800', '\ud801'],
  ...[1n, 10n ** 900n, -1n, true, false, new Date(5), [], [1, 'a'], { a: 1 }, { b: [{}] }, long, `${long}y`, [long]],
  ...Array.from({ length: 20 }, (_, i) => `key ${i}`),
]

type Value = { n: number[] }
type Act =
  | { act: 'set' | 'append' | 'delete'; table: number; key: number; value: number }
  | { act: 'drop' | 'clear' | 'restore' | 'read all'; table: number; key: number; value: number }
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    act: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom('set' as const, 'append' as const, 'delete' as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom('drop' as const, 'clear' as const, 'restore' as const, 'read all' as const),
      },
    ),
    table: fc.nat(3),
    key: fc.nat(keys.length - 1),
    value: fc.nat(9),
  }),
  { maxLength: 150 },
)

describe.each(backends)('keyed tables %s', (_where, backend) => {
  let stores: StateStores
  const newStore = () => stores.store(MAX)
  beforeAll(async () => {
    stores = await openStateStores(backend, (path) => resolve(path))
  })
  afterAll(() => stores.close())

  /** Two tables, and two windows of one family. */
  function tableOf(store: KeyedStateStore, index: number): KeyedTable<Value> {
    if (index < 2) return store.table(`table ${index}`)
    return store.namespaced<Value>('windows').of(index * 1_000 - 2_500)
  }

  it('hold what a plain model holds, each key at its owner, after any changes, drops, snapshots and restores', () => {
    fc.assert(
      fc.property(acts, fc.constantFrom(2, 3, 7), (sequence, wide) => {
        let instances = [newStore()]
        const model = Array.from({ length: 4 }, () => new Map<unknown, Value>())
        const content = (table: number) =>
          instances.flatMap((store, i) =>
            [...tableOf(store, table).entries()].map(([key, value]): [unknown, Value] => {
              expect(instanceOfGroup(keyGroup(key, MAX), MAX, instances.length)).toBe(i)
              return [keyIdentity(key), structuredClone(value)]
            }),
          )
        const check = (table: number) => {
          const found = content(table)
          expect(found.length).toBe(model[table].size)
          expect(new Map(found)).toEqual(model[table])
        }
        for (const { act, table, key: index, value } of sequence) {
          const key = keys[index]
          const identity = keyIdentity(key)
          const own = tableOf(instances[instanceOfGroup(keyGroup(key, MAX), MAX, instances.length)], table)
          const expected = model[table].get(identity)
          if (act === 'set') {
            own.set(key, { n: [value] })
            model[table].set(identity, { n: [value] })
          } else if (act === 'append') {
            const found = own.get(structuredClone(key))
            expect(found).toEqual(expected)
            if (found === undefined) continue
            found.n.push(value)
            own.changed(key, found)
            expected!.n.push(value)
          } else if (act === 'delete') {
            expect(own.delete(key)).toBe(model[table].delete(identity))
          } else if (act === 'clear') {
            for (const store of instances) tableOf(store, table).clear()
            model[table].clear()
          } else if (act === 'drop') {
            for (const store of instances) store.namespaced('windows').drop(-500)
            model[2].clear()
          } else if (act === 'read all') {
            check(table)
          } else {
            const groups = new Map(instances.flatMap((store) => [...store.snapshot()]))
            const count = instances.length === 1 ? wide : 1
            instances = Array.from({ length: count }, (_, i) => {
              const [first, last] = groupRange(i, MAX, count)
              const store = newStore()
              store.restore([...groups].filter(([group]) => group >= first && group <= last).map(([, bytes]) => bytes))
              return store
            })
          }
        }
        for (let table = 0; table < 4; table++) check(table)
        for (const [index, key] of keys.entries()) {
          const store = instances[instanceOfGroup(keyGroup(key, MAX), MAX, instances.length)]
          const values = model.map((one) => one.get(keyIdentity(key))).filter((one) => one !== undefined)
          const found = store.query(key).sort((a, b) => at(a) - at(b))
          expect([index, found.map((entry) => entry.value)]).toEqual([index, values])
        }
      }),
      { numRuns: backend === undefined ? 200 : 150 },
    )
  })

  it('give back every kind of key, also when all have been thrown out of memory', () => {
    const store = newStore()
    const table = store.table<number>('table')
    // Texts that would be the same if only the lower halves of their units were kept.
    const all = [...keys, 'aĀ', 'a\0', 'aā', 'a\u0001', '\ud800', '\ud801', '\0n1', '\0[1]', '1', 'NaN', 'true']
    const distinct = [...new Map(all.map((key) => [keyIdentity(key), key])).values()]
    for (const [i, key] of distinct.entries()) table.set(key, i)
    for (let i = 0; i < 100; i++) store.table('other').set(i, i)
    expect(new Map([...table.entries()].map(([key, value]) => [value, key]))).toStrictEqual(
      new Map(distinct.map((key, i) => [i, key])),
    )
    for (const [i, key] of distinct.entries()) expect(table.get(structuredClone(key))).toBe(i)
  })

  it('look at the content of a key each time', () => {
    const table = newStore().table<number>('table')
    const key = { a: 1 }
    table.set(key, 1)
    key.a = 2
    expect(table.get(key)).toBeUndefined()
  })

  it('give the same object until another value is set', () => {
    const table = newStore().table<{ n: number }>('table')
    table.set('a', { n: 1 })
    expect(table.get('a')).toBe(table.get('a'))
  })

  it('let entries be deleted and changed while they are walked through', () => {
    const store = newStore()
    const table = store.table<{ n: number }>('table')
    const other = store.table('other')
    for (let i = 0; i < 1_000; i++) table.set(i, { n: i })
    const seen = new Map<unknown, number>()
    for (const [key, value] of table.entries()) {
      expect(seen.has(key)).toBe(false)
      seen.set(key, value.n)
      other.set(key, 1)
      if ((key as number) % 2 === 0) table.delete(key)
      else {
        value.n = -1
        table.changed(key, value)
      }
    }
    expect([...seen].sort(([a], [b]) => (a as number) - (b as number))).toEqual(
      Array.from({ length: 1_000 }, (_, i) => [i, i]),
    )
    const left = [...table.entries()]
    expect([left.length, left.every(([key, { n }]) => (key as number) % 2 === 1 && n === -1)]).toEqual([500, true])
  })

  it('give the present value of what was changed while others were walked through', () => {
    const table = newStore().table<number>('table')
    for (let i = 0; i < 600; i++) table.set(i, 0)
    let steps = 0
    for (const [key, value] of table.entries()) {
      // All keys get a new value on the way, and so many that the new values are written before they are reached.
      if (steps++ === 3) for (let i = 0; i < 600; i++) table.set(i, 1)
      expect([key, value]).toEqual([key, steps <= 4 && value === 0 ? 0 : 1])
    }
    expect(steps).toBe(600)
    for (let i = 0; i < 600; i++) expect(table.get(i)).toBe(1)
  })

  it('keep large values as they are', () => {
    const table = newStore().table<unknown>('table')
    const values = [1e4, 1e5, 1e6].map((size) => ({ text: 'é'.repeat(size), bytes: new Uint8Array(size).fill(7) }))
    for (const [i, value] of values.entries()) table.set(i, value)
    for (let i = 10; i < 200; i++) table.set(i, i)
    for (const [i, value] of values.entries()) expect(Buffer.compare(bytesOf(table.get(i)), bytesOf(value))).toBe(0)
  })

  it.each([[undefined], [null], [Symbol('s')]])('refuse %s as a key', (key) => {
    expect(() => newStore().table<number>('table').set(key, 1)).toThrow('cannot be a key')
  })

  it('tell namespaces apart, in order, and drop them as a whole', () => {
    const windows = newStore().namespaced<number>('windows')
    for (const end of [3_000, -1, 20, 0.5]) for (let key = 0; key < 40; key++) windows.of(end).set(key, end)
    expect(windows.namespaces()).toEqual([-1, 0.5, 20, 3_000])
    windows.drop(20)
    expect([windows.has(20), windows.has(0.5), windows.namespaces()]).toEqual([false, true, [-1, 0.5, 3_000]])
    expect([...windows.of(20).entries()]).toEqual([])
    expect([...windows.of(-1).entries()].length).toBe(40)
  })
})

/** The index of the table that an entry is of. */
function at({ name, namespace = 0 }: StateEntry): number {
  return name === 'windows' ? (namespace + 2_500) / 1_000 : Number(name.slice(-1))
}

function bytesOf(value: unknown): Buffer {
  const { text, bytes } = value as { text: string; bytes: Uint8Array }
  return Buffer.concat([Buffer.from(text), bytes])
}
