import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KeyedStates, openStateStores, type StateStores } from '../../../runtime/src/state/index.ts'
import { ManualClock, TimerService } from '../../../runtime/src/time/index.ts'
import { backends } from './stores.ts'

describe.each(backends)('who asks what a key has, %s', (_where, backend) => {
  let stores: StateStores
  beforeAll(async () => {
    stores = await openStateStores(backend, (path) => resolve(path))
  })
  afterAll(() => stores.close())

  function handles() {
    const store = stores.store(128)
    const clock = new ManualClock()
    const states = new KeyedStates(store, { key: 'a' }, clock, (what) => new Error(what))
    return { store, clock, states }
  }

  it('sees values as they were declared: maps as entries, and none of the times', () => {
    const { store, states } = handles()
    states.state<number>('value').update(1)
    states.state<{ total: number }>('value for a while', { ttl: 100 }).update({ total: 2 })
    states.listState<string>('list').add('x')
    states.listState<string>('list for a while', { ttl: 100 }).addAll(['x', 'y'])
    states.mapState<unknown, number>('map').set({ city: 'ORD' }, 3)
    states.mapState<string, number>('map for a while', { ttl: 100 }).set('ORD', 4)
    states.reducingState<number>('reduced', (a, b) => a + b).add(5)
    states.reducingState<number>('reduced for a while', (a, b) => a + b, { ttl: 100 }).add(6)
    expect(store.query('a')).toEqual([
      { name: 'value', value: 1 },
      { name: 'value for a while', value: { total: 2 } },
      { name: 'list', value: ['x'] },
      { name: 'list for a while', value: ['x', 'y'] },
      { name: 'map', value: [[{ city: 'ORD' }, 3]] },
      { name: 'map for a while', value: [['ORD', 4]] },
      { name: 'reduced', value: 5 },
      { name: 'reduced for a while', value: 6 },
    ])
    expect(store.query('b')).toEqual([])
  })

  //   0 written ^        60 written again ^        100 first gone, 160 all gone
  it('does not see what has expired, whole or in part, and removes nothing', () => {
    const { store, states, clock } = handles()
    const value = states.state<number>('value', { ttl: 100 })
    const list = states.listState<number>('list', { ttl: 100 })
    const map = states.mapState<string, number>('map', { ttl: 100 })
    value.update(1)
    list.add(1)
    map.set('x', 1)
    clock.advance(60)
    list.add(2)
    map.set('y', 2)
    clock.advance(100)
    for (const _again of [1, 2]) {
      expect(store.query('a')).toEqual([
        { name: 'list', value: [2] },
        { name: 'map', value: [['y', 2]] },
      ])
    }
    clock.advance(160)
    expect(store.query('a')).toEqual([])
    expect([value.value(), list.get(), map.size]).toEqual([undefined, [], 0])
  })

  it('sees no timers, and does not learn that they are there', () => {
    const { store, states } = handles()
    states.state<number>('value').update(1)
    const timers = new TimerService(store.table('timers:event', 'nothing'))
    timers.register('a', 5)
    expect(store.query('a')).toEqual([{ name: 'value', value: 1 }])
    expect(store.names()).toEqual(['value'])
  })

  it('sees restored values as the job declares them now', () => {
    const { store, states } = handles()
    states.mapState<string, number>('map').set('x', 1)
    const next = handles()
    next.store.restore(store.snapshot().values())
    next.states.mapState<string, number>('map')
    expect(next.store.query('a')).toEqual([{ name: 'map', value: [['x', 1]] }])
  })

  it('can have some of the keys, of all states that show something, each of them once', () => {
    const store = stores.store(128)
    const clock = new ManualClock()
    const current: { key: unknown } = { key: undefined }
    const states = new KeyedStates(store, current, clock, (what) => new Error(what))
    const value = states.state<number>('value')
    const brief = states.state<number>('brief', { ttl: 100 })
    const keys = ['a', 'b', 5, { city: 'ORD' }]
    for (const key of keys) {
      current.key = key
      value.update(1)
      brief.update(1)
    }
    current.key = 'brief only'
    brief.update(1)
    new TimerService(store.table('timers:event', 'nothing')).register('timer only', 5)
    expect(store.keys(10)).toHaveLength(5)
    expect(store.keys(10)).toEqual(expect.arrayContaining([...keys, 'brief only']))
    expect(store.keys(3)).toHaveLength(3)
    expect(store.keys(0)).toEqual([])
    clock.advance(200)
    expect(store.keys(10)).toHaveLength(4)
    expect(store.keys(10)).toEqual(expect.arrayContaining(keys))
  })
})
