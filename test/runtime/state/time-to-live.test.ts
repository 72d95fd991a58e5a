import { resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type KeyedStateStore,
  KeyedStates,
  openStateStores,
  type StateStores,
} from '../../../runtime/src/state/index.ts'
import { TimeToLive } from '../../../runtime/src/state/time-to-live.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'
import { backends } from './stores.ts'

const TTL = 100
const KEYS = 24

interface Living<T> {
  value: T
  expires: number
}

/** What one key has, as one would write it without a thought to memory. */
class Model {
  value: Living<number> | undefined
  list: Living<number>[] = []
  map = new Map<number, Living<number>>()

  expire(now: number): void {
    if (this.value !== undefined && this.value.expires <= now) this.value = undefined
    this.list = this.list.filter(({ expires }) => expires > now)
    for (const [key, { expires }] of this.map) if (expires <= now) this.map.delete(key)
  }
}

const acts = fc.array(
  fc.record({
    key: fc.nat(KEYS - 1),
    act: fc.constantFrom(
      ...([
        'update',
        'value',
        'add',
        'list',
        'set',
        'get',
        'has',
        'delete',
        'entries',
        'size',
        'clear',
        'restore',
      ] as const),
    ),
    argument: fc.nat(4),
    advance: fc.constantFrom(0, 0, 1, 20, 99, 100),
  }),
  { maxLength: 120 },
)

describe.each(backends)('the time to live of state %s', (_where, backend) => {
  let stores: StateStores
  beforeAll(async () => {
    stores = await openStateStores(backend, (path) => resolve(path))
  })
  afterAll(() => stores.close())

  function handles(
    store: KeyedStateStore,
    current: { key: unknown },
    clock: ManualClock,
    refresh: 'write' | 'readAndWrite',
  ) {
    const states = new KeyedStates(store, current, clock, (what) => new Error(`${what} has no key`))
    return {
      value: states.state<number>('value', { ttl: TTL, refresh }),
      list: states.listState<number>('list', { ttl: TTL, refresh }),
      map: states.mapState<number, number>('map', { ttl: TTL, refresh }),
    }
  }

  it.each(['write', 'readAndWrite'] as const)('is a plain model of times of expiry, begun anew by %s', (refresh) => {
    fc.assert(
      fc.property(acts, (sequence) => {
        const current: { key: unknown } = { key: 0 }
        const clock = new ManualClock(1_000)
        let store = stores.store(128)
        let own = handles(store, current, clock, refresh)
        const models = Array.from({ length: KEYS }, () => new Model())
        for (const { key, act, argument, advance } of sequence) {
          clock.advance(clock.now() + advance)
          const now = clock.now()
          const expires = now + TTL
          const model = models[key]
          model.expire(now)
          current.key = `key ${key}`
          const read = (...living: (Living<number> | undefined)[]) => {
            if (refresh === 'readAndWrite') for (const one of living) if (one !== undefined) one.expires = expires
          }
          if (act === 'update') {
            own.value.update(argument)
            model.value = { value: argument, expires }
          } else if (act === 'value') {
            expect(own.value.value()).toBe(model.value?.value)
            read(model.value)
          } else if (act === 'add') {
            own.list.add(argument)
            model.list.push({ value: argument, expires })
          } else if (act === 'list') {
            expect(own.list.get()).toEqual(model.list.map(({ value }) => value))
            read(...model.list)
          } else if (act === 'set') {
            own.map.set(argument, now)
            model.map.set(argument, { value: now, expires })
          } else if (act === 'get') {
            expect(own.map.get(argument)).toBe(model.map.get(argument)?.value)
            read(model.map.get(argument))
          } else if (act === 'has') {
            expect(own.map.has(argument)).toBe(model.map.has(argument))
          } else if (act === 'delete') {
            expect(own.map.delete(argument)).toBe(model.map.delete(argument))
          } else if (act === 'entries') {
            expect(own.map.entries()).toEqual([...model.map].map(([name, { value }]) => [name, value]))
            read(...model.map.values())
          } else if (act === 'size') {
            expect(own.map.size).toBe(model.map.size)
          } else if (act === 'clear') {
            own.value.clear()
            own.list.clear()
            own.map.clear()
            models[key] = new Model()
          } else {
            const next = stores.store(128)
            next.restore(store.snapshot().values())
            store = next
            own = handles(store, current, clock, refresh)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  // one key with a list and a map that only grow; everything but the last element expires and nobody reads
  //
  //   0 add add add .. add 1,000^      2,000^ other keys are used
  it('removes also what has expired inside lists and maps that nobody asks for', () => {
    const current: { key: unknown } = { key: 'a' }
    const clock = new ManualClock()
    const store = stores.store(128)
    const { list, map } = handles(store, current, clock, 'write')
    for (let i = 0; i < 500; i++) {
      list.add(i)
      map.set(i, i)
    }
    clock.advance(90)
    list.add(500)
    map.set(500, 500)
    clock.advance(150)
    current.key = 'b'
    for (let i = 0; i < 2_000; i++) {
      list.add(0)
      map.set(0, 0)
    }
    const length = (name: string) => {
      const own = store.table<{ length?: number; size?: number }>(name).get('a')
      return own?.length ?? own?.size
    }
    expect([length('list'), length('map')]).toEqual([1, 1])
  })

  //  x set 0^     y set 60^     x gone 100^   x set 110^
  it('lets an entry of a map that has expired come back as a new one, behind the others', () => {
    const clock = new ManualClock()
    const { map } = handles(stores.store(128), { key: 'a' }, clock, 'write')
    map.set(1, 1)
    clock.advance(60)
    map.set(2, 2)
    clock.advance(110)
    map.set(1, 3)
    expect(map.entries()).toEqual([
      [2, 2],
      [1, 3],
    ])
  })

  it.each([
    ['many keys with one thing each', 10_000, 1],
    ['one key with many things', 1, 10_000],
  ])('is looked after at two things an access: %s', (_what, keyCount, things) => {
    const table = stores.store(128).table<{ things: number }>('table')
    for (let key = 0; key < keyCount; key++) table.set(key, { things })
    let looked = 0
    const life = new TimeToLive({ ttl: TTL }, { now: () => 0 }, table, {
      count: (value) => value.things,
      prune: (value) => {
        looked += value.things
        return value.things
      },
    })
    let most = 0
    for (let access = 0; access < 5_000; access++) {
      const before = looked
      life.goOn()
      most = Math.max(most, looked - before)
    }
    // All were looked at once, and what is large is paid for before the next is looked at.
    expect([looked, most]).toEqual([10_000, Math.max(2, things)])
  })
})
