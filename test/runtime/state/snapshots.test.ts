import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeyedStateStore, openStateStores, type StateStores } from '../../../runtime/src/state/index.ts'
import { backends } from './stores.ts'

describe.each(backends)('a snapshot of state %s', (_where, backend) => {
  let stores: StateStores
  const newStore = () => stores.store(128)
  beforeAll(async () => {
    stores = await openStateStores(backend, (path) => resolve(path))
  })
  afterAll(() => stores.close())

  /** The bytes of the only key group that has anything. */
  function oneGroup(value: unknown = 'value'): Buffer {
    const store = newStore()
    store.table('count').set('key', value)
    const [[, bytes]] = [...store.snapshot()]
    return Buffer.from(bytes)
  }

  it('says that it is one, with the version of its format', () => {
    expect(oneGroup().subarray(0, 5).toString('latin1')).toBe('MRKG\u0001')
  })

  it('of which any byte is not what it was is refused', () => {
    const bytes = oneGroup()
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] ^= 0x41
      expect(() => newStore().restore([damaged])).toThrow(/snapshot of keyed state/)
    }
  })

  it('that is cut off at any place is refused', () => {
    const bytes = oneGroup()
    for (let length = 0; length < bytes.length; length++) {
      expect(() => newStore().restore([bytes.subarray(0, length)])).toThrow(/snapshot of keyed state/)
    }
  })

  it('of a newer format is refused as such', () => {
    const bytes = oneGroup()
    bytes[4] = 2
    expect(() => newStore().restore([bytes])).toThrowErrorMatchingInlineSnapshot(
      `[Error: the snapshot of keyed state has version 2 of its format, and this millrace knows versions up to 1: a newer millrace reads it]`,
    )
  })

  it.each<[string, unknown, unknown, string]>([
    ['a function', 'key', () => 1, "the state 'count' of the key 'key' cannot be saved: () => 1 could not be cloned"],
    ['a symbol', 7n, { a: Symbol('s') }, "the state 'count' of the key 7n cannot be saved: Symbol(s) could not"],
    ['a key that is an object', { a: [1] }, () => 1, "the state 'count' of the key { a: [ 1 ] } cannot be saved"],
  ])('with %s in it fails, naming state and key', (_what, key, value, message) => {
    const store = newStore()
    store.table('other').set(key, 1)
    store.table('count').set('fine', 1)
    store.table('count').set(key, value)
    expect(() => store.snapshot()).toThrow(message)
  })

  it('does not change when what was restored from it does', () => {
    const bytes = oneGroup(new Uint8Array([1, 2]))
    const store = newStore()
    store.restore([bytes])
    const value = store.table<Uint8Array>('count').get('key')!
    value[0] = 9
    const again = newStore()
    again.restore([bytes])
    expect(again.table('count').get('key')).toEqual(new Uint8Array([1, 2]))
  })

  it('has all entries, whatever their number', () => {
    const store = newStore()
    for (let key = 0; key < 70_000; key += 7) store.table('count').set(key, key)
    const restored = newStore()
    restored.restore(store.snapshot().values())
    expect([...restored.table('count').entries()].map(([key]) => key as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i * 7),
    )
  })
})

it('what was saved on disk can be restored in memory, and the other way round', async () => {
  const all = await Promise.all(backends.map(([, backend]) => openStateStores(backend, (path) => resolve(path))))
  const [memory, onDisk] = all.map((stores) => () => stores.store(128))
  const content = (store: KeyedStateStore) => [
    [...store.table('a').entries()],
    store
      .namespaced('w')
      .namespaces()
      .map((n) => [n, [...store.namespaced('w').of(n).entries()]]),
  ]
  const first = memory()
  first.table('a').set([1, 'x'], { n: -0 })
  first.namespaced('w').of(-5.5).set('k', [1])
  const second = onDisk()
  second.restore(first.snapshot().values())
  const third = memory()
  third.restore(second.snapshot().values())
  expect(content(second)).toEqual(content(first))
  expect(content(third)).toEqual(content(first))
  await Promise.all(all.map((stores) => stores.close()))
})
