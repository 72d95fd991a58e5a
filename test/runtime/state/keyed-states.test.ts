import { resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupRange, instanceOfGroup, keyGroup } from '../../../runtime/src/partitioning/index.ts'
import {
  disk,
  type KeyedStateStore,
  KeyedStates,
  openStateStores,
  type StateStores,
} from '../../../runtime/src/state/index.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'

let stores: StateStores
const newStore = () => stores.store(128)

/** Handles over a store, and the key they work on. */
function handles(store: KeyedStateStore = newStore()) {
  const current: { key: unknown } = { key: 'a' }
  const clock = new ManualClock()
  return {
    store,
    current,
    clock,
    states: new KeyedStates(store, current, clock, (what) => new Error(`${what} has no key`)),
  }
}

describe.each([
  ['in memory', undefined],
  // So small that nearly everything is thrown out of memory and read again.
  ['on disk', disk({ cacheEntries: 16, folder: '.cache/state' })],
])('%s', (_where, backend) => {
  beforeAll(async () => {
    stores = await openStateStores(backend, (path) => resolve(path))
  })
  afterAll(() => stores.close())

  describe('state handles', () => {
    it('keep what belongs to the key that is being processed', () => {
      const { states, current } = handles()
      const count = states.state('count', { default: 0 })
      count.update(1)
      current.key = 'b'
      expect(count.value()).toBe(0)
      count.update(5)
      current.key = 'a'
      expect(count.value()).toBe(1)
      count.update(undefined)
      expect(count.value()).toBe(0)
    })

    it('keep null as a value of its own, which is not the default', () => {
      const { states } = handles()
      const last = states.state<number | null>('last', { default: 5 })
      last.update(null)
      expect(last.value()).toBeNull()
    })

    it('compare keys by content', () => {
      const { states, current } = handles()
      const count = states.state<number>('count')
      current.key = { x: [1, -0] }
      count.update(1)
      current.key = { x: [1, 0] }
      expect(count.value()).toBe(1)
    })

    it('give every use of a default its own copy: changed in place it reaches no other key, and is not kept', () => {
      const { states, current } = handles()
      const own = { counts: [0], at: new Date(5), seen: new Set(['x']) }
      for (const state of [
        states.state('forever', { default: own }),
        states.state('for a while', { default: own, ttl: 100 }),
      ]) {
        current.key = 'a'
        const value = state.value()
        value.counts.push(1)
        value.seen.add('y')
        expect(state.value()).toEqual({ counts: [0], at: new Date(5), seen: new Set(['x']) })
        state.update(value)
        current.key = 'b'
        expect(state.value()).toEqual({ counts: [0], at: new Date(5), seen: new Set(['x']) })
        current.key = 'a'
        expect(state.value()).toEqual({ counts: [0, 1], at: new Date(5), seen: new Set(['x', 'y']) })
        state.clear()
        expect(state.value().counts).toEqual([0])
      }
      expect(own.counts).toEqual([0])
    })

    it('have the default as it was declared, whatever becomes of the object afterwards', () => {
      const own = { count: 0 }
      const state = handles().states.state('own', { default: own })
      own.count = 5
      expect(state.value()).toEqual({ count: 0 })
    })

    it('of lists and maps do not hand out what they keep', () => {
      const { states } = handles()
      const list = states.listState<number>('list')
      list.addAll([1, 2])
      ;(list.get() as number[]).push(3)
      expect(list.get()).toEqual([1, 2])
      list.update([])
      expect(list.get()).toEqual([])
      const map = states.mapState<unknown, number>('map')
      map.set([1], 1)
      map.set([1], 2)
      expect([map.size, map.entries(), map.has([1]), map.delete([1]), map.size]).toEqual([1, [[[1], 2]], true, true, 0])
    })

    it('reduce what is added', () => {
      const { states } = handles()
      const longest = states.reducingState<string>('longest', (a, b) => (b.length > a.length ? b : a))
      expect(longest.get()).toBeUndefined()
      for (const text of ['aa', 'b', 'cccc', 'dd']) longest.add(text)
      expect(longest.get()).toBe('cccc')
    })

    it('cannot be used where there is no key', () => {
      const { states, current } = handles()
      const count = states.state('count', { default: 0 })
      current.key = undefined
      expect(() => count.value()).toThrow("the state 'count' has no key")
    })

    it.each<[string, (states: KeyedStates) => unknown, string]>([
      ['an empty name', (states) => states.state(''), 'state(..) takes a name'],
      ['a name twice', (states) => [states.state('x'), states.listState('x')], "there are two states 'x'"],
      ['a misspelt option', (states) => states.state('x', { tll: 5 } as never), "the state 'x' has no option 'tll'"],
      ['a ttl of nothing', (states) => states.mapState('x', { ttl: 0 }), "the ttl of the state 'x' must be"],
      [
        'a refresh that does not exist',
        (states) => states.state('x', { ttl: 1, refresh: 'never' as never }),
        "must be 'write'",
      ],
      [
        'no function',
        (states) => states.reducingState('x', undefined as never),
        "reducingState('x', ..) takes a function",
      ],
      [
        'a default for what is reduced',
        (states) => states.reducingState('x', () => 0, { default: 0 } as never),
        "the state 'x' has no option 'default': there are ttl, refresh",
      ],
      [
        'a default with a function',
        (states) => states.state('x', { default: { add: () => 0 } }),
        "the default of the state 'x' cannot be copied for each key: ",
      ],
      [
        'a function as default',
        (states) => states.state('x', { default: () => 0 }),
        "the default of the state 'x' cannot be copied for each key: ",
      ],
      [
        'a default whose copy would not be the same',
        (states) => states.state('x', { default: { total: new (class Total {})() } }),
        "the default of the state 'x' cannot be copied for each key: objects of classes become plain ones",
      ],
      [
        'a reducing state after open, by its own name',
        (states) => [states.seal(), states.reducingState('x', () => 0)],
        "reducingState('x') comes too late",
      ],
      ['a declaration after open', (states) => [states.seal(), states.state('x')], 'state is declared in open'],
    ])('refuse %s', (_what, use, message) => {
      expect(() => use(handles().states)).toThrow(message)
    })
  })

  describe('the time to live', () => {
    // written 0^          read 50^      100^ gone
    it('begins when a value is written, and an expired value is never returned', () => {
      const { states, clock, current } = handles()
      const value = states.state('value', { default: 'none', ttl: 100 })
      value.update('x')
      clock.advance(50)
      expect(value.value()).toBe('x')
      clock.advance(99)
      expect(value.value()).toBe('x')
      clock.advance(100)
      expect(value.value()).toBe('none')
      expect(current.key).toBe('a')
    })

    it('begins anew when it is read, if that is asked for', () => {
      const { states, clock } = handles()
      const value = states.state<string>('value', { ttl: 100, refresh: 'readAndWrite' })
      value.update('x')
      clock.advance(90)
      value.value()
      clock.advance(180)
      expect(value.value()).toBe('x')
      clock.advance(280)
      expect(value.value()).toBeUndefined()
    })

    it('is that of each element of a list, and of each entry of a map', () => {
      const { states, clock } = handles()
      const list = states.listState<number>('list', { ttl: 100 })
      const map = states.mapState<string, number>('map', { ttl: 100 })
      list.add(1)
      map.set('x', 1)
      clock.advance(60)
      list.add(2)
      map.set('y', 2)
      clock.advance(100)
      expect(list.get()).toEqual([2])
      expect([map.size, map.keys(), map.get('x')]).toEqual([1, ['y'], undefined])
      clock.advance(160)
      expect([list.get(), map.size]).toEqual([[], 0])
    })

    it('removes also what nobody asks for', () => {
      const { states, clock, current, store } = handles()
      const value = states.state<number>('value', { ttl: 100 })
      for (let key = 0; key < 1_000; key++) {
        current.key = key
        value.update(key)
      }
      clock.advance(200)
      current.key = 'other'
      for (let i = 0; i < 1_000; i++) value.value()
      expect([...store.table('value').entries()]).toEqual([])
    })
  })

  const keys = ['a', 'b', 7, [1], { x: 1 }] as const
  type Act = { key: number; what: string; argument: number }
  const acts = fc.array(
    fc.record({
      key: fc.nat(keys.length - 1),
      what: fc.constantFrom('update', 'clear', 'add', 'addAll', 'set', 'delete', 'reduce', 'restore'),
      argument: fc.nat(5),
    }),
    { maxLength: 60 },
  )

  describe('any sequence of changes', () => {
    it('leaves what a plain model has, also when it is saved and restored by key groups at other parallelisms', () => {
      fc.assert(
        fc.property(acts, fc.constantFrom(1, 2, 5), (sequence: Act[], parallelism) => {
          const model = keys.map(() => ({
            value: undefined as number | undefined,
            list: [] as number[],
            map: new Map<number, number>(),
            sum: undefined as number | undefined,
          }))
          let parts: KeyedStateStore[] = [newStore()]
          let instances = parts.map((store) => instance(store))
          for (const { key, what, argument } of sequence) {
            const own = model[key]
            if (what === 'restore') {
              const groups = new Map(parts.flatMap((store) => [...store.snapshot()]))
              const count = parts.length === 1 ? parallelism : 1
              parts = Array.from({ length: count }, (_, i) => {
                const [first, last] = groupRange(i, 128, count)
                const store = newStore()
                store.restore(
                  [...groups].filter(([group]) => group >= first && group <= last).map(([, bytes]) => bytes),
                )
                return store
              })
              instances = parts.map((store) => instance(store))
              continue
            }
            const at = instances[instanceOfGroup(keyGroup(keys[key], 128), 128, instances.length)]
            at.current.key = keys[key]
            if (what === 'update') {
              at.value.update(argument)
              own.value = argument
            } else if (what === 'clear') {
              at.value.clear()
              at.list.clear()
              own.value = undefined
              own.list = []
            } else if (what === 'add') {
              at.list.add(argument)
              own.list.push(argument)
            } else if (what === 'addAll') {
              at.list.addAll([argument, 9])
              own.list.push(argument, 9)
            } else if (what === 'set') {
              at.map.set(argument, key)
              own.map.set(argument, key)
            } else if (what === 'delete') {
              expect(at.map.delete(argument)).toBe(own.map.delete(argument))
            } else {
              at.sum.add(argument)
              own.sum = (own.sum ?? 0) + argument
            }
          }
          for (const [index, key] of keys.entries()) {
            const found = instances.map(({ current, value, list, map, sum }) => {
              current.key = key
              return { value: value.value(), list: [...list.get()], map: new Map(map.entries()), sum: sum.get() }
            })
            expect(found.filter((one) => one.value !== undefined).map((one) => one.value)).toEqual(
              model[index].value === undefined ? [] : [model[index].value],
            )
            expect(found.flatMap((one) => one.list)).toEqual(model[index].list)
            expect(found.flatMap((one) => [...one.map])).toEqual([...model[index].map])
            expect(found.find((one) => one.sum !== undefined)?.sum).toBe(model[index].sum)
          }
        }),
        { numRuns: backend === undefined ? 300 : 60 },
      )
    })
  })
})

function instance(store: KeyedStateStore) {
  const { states, current } = handles(store)
  return {
    current,
    value: states.state<number>('value'),
    list: states.listState<number>('list'),
    map: states.mapState<number, number>('map'),
    sum: states.reducingState<number>('sum', (a, b) => a + b),
  }
}
