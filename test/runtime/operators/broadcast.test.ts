import { describe, expect, it } from 'vitest'
import { type BroadcastProcessFunction, broadcastProcess } from '../../../runtime/src/operators/index.ts'
import { OperatorDriver } from './operator-driver.ts'

type Fn = BroadcastProcessFunction<any, any, any, string, any>
const driver = (fn: Fn, keyed = true) => new OperatorDriver(broadcastProcess(fn, keyed), ['side']).open()

const RECORD = 0
const BROADCAST = 1

const limits: Fn = {
  open: ({ broadcastState, state }) => ({
    limits: broadcastState<unknown, number>('limits'),
    seen: state('seen', { default: 0 }),
  }),
  onRecord(amount, { key, state }, out) {
    state.seen.update(state.seen.value() + 1)
    const limit = state.limits.get(key)
    if (limit !== undefined && amount > limit) out.collect(`${JSON.stringify(key)} #${state.seen.value()}: ${amount}`)
  },
  onBroadcast([key, limit], { state, output }) {
    if (limit === undefined) output({ id: 'side' }, `no limit: ${state.limits.delete(key)}`)
    else state.limits.set(key, limit)
  },
}

describe('a stream and its broadcast rules', () => {
  // rules      a<=5@0               a<=9@3
  // records          a7@1  b7@2             a8@4  a10@5
  it('each record sees the rules that have come before it', async () => {
    const own = await driver(limits)
    own.push(['a', 5], 0, undefined, BROADCAST)
    own.push(7, 1, 'a').push(7, 2, 'b')
    own.push(['a', 9], 3, undefined, BROADCAST)
    own.push(8, 4, 'a').push(10, 5, 'a')
    expect(own.taken()).toEqual(['"a" #1: 7@1', '"a" #3: 10@5'])
  })

  it('keys of rules compare by content, and deleting says whether there was one', async () => {
    const own = await driver(limits)
    own.push([['x', 1], 5], 0, undefined, BROADCAST)
    own.push(7, 1, ['x', 1])
    own.push([['x', 1], undefined], 2, undefined, BROADCAST)
    own.push([['x', 1], undefined], 3, undefined, BROADCAST)
    own.push(7, 4, ['x', 1])
    expect(own.taken()).toEqual(['["x",1] #1: 7@1'])
    expect(own.side('side')).toEqual([
      { value: 'no limit: true', timestamp: 2 },
      { value: 'no limit: false', timestamp: 3 },
    ])
  })

  it('rules and state are there again after a restore, in the order in which they were set', async () => {
    const own = await driver({
      open: ({ broadcastState }) => broadcastState('rules'),
      onRecord: (_record, { state }, out) => out.collect(JSON.stringify([state.size, state.entries()])),
      onBroadcast: (rule, { state }) => state.set(rule, rule),
    })
    for (const rule of ['z', 'a', 'm']) own.push(rule, 0, undefined, BROADCAST)
    await own.snapshotAndRestore()
    own.push('b', 1, undefined, BROADCAST)
    own.push('x', 2)
    const entries = ['z', 'a', 'm', 'b'].map((rule) => [rule, rule])
    expect(own.taken()).toEqual([`${JSON.stringify([4, entries])}@2`])
  })

  it('of several snapshots any will do, as all instances have the same; an instance may have none', async () => {
    const first = await driver(limits)
    first.push(['a', 5], 0, undefined, BROADCAST)
    const snapshot = structuredClone(first.instance.snapshot!())
    const own = new OperatorDriver(broadcastProcess(limits, true))
    own.instance.restore!([undefined, snapshot, snapshot])
    await own.open()
    expect(own.push(7, 1, 'a').taken()).toEqual(['"a" #1: 7@1'])
  })

  it('a rule has no key: state per key is not to be had there', async () => {
    const own = await driver({ ...limits, onBroadcast: (_rule, { state }) => state.seen.update(1) })
    expect(() => own.push(['a', 1], 0, 'a', BROADCAST)).toThrow(
      "the state 'seen' cannot be used in onBroadcast: a broadcast record has no key",
    )
    const other = await driver({ ...limits, onBroadcast: (_rule, { timers }) => timers.registerEventTime(1) })
    expect(() => other.push(['a', 1], 0, 'a', BROADCAST)).toThrow(
      'its timers cannot be used in onBroadcast: a broadcast record has no key',
    )
  })

  it.each(['set', 'delete'] as const)('a record, or a timer, may not %s a rule', async (method) => {
    const change = ({ state }: { state: any }) => void state.limits[method]('a', 1)
    const own = await driver({
      ...limits,
      onRecord: (record, context) => {
        context.timers.registerEventTime(5)
        if (record === 'now') change(context)
      },
      onTimer: (_time, context) => change(context),
    })
    const message = "the broadcast state 'limits' can be changed in onBroadcast only"
    expect(() => own.push('now', 1, 'a')).toThrow(message)
    own.watermark(5)
    expect(String(own.failures[0])).toContain(message)
  })

  it('a rule that fails leaves nothing open to records', async () => {
    const own = await driver({
      ...limits,
      onBroadcast() {
        throw new Error('bad rule')
      },
      onRecord: (_record, { state }) => state.limits.set('a', 1),
    })
    expect(() => own.push(['a', 1], 0, undefined, BROADCAST)).toThrow('bad rule')
    expect(() => own.push(1, 1, 'a')).toThrow('can be changed in onBroadcast only')
  })

  it('works without keys, without state per key and timers', async () => {
    const fn: Fn = {
      open: ({ broadcastState }) => broadcastState<string, boolean>('allowed'),
      onRecord: (record, { key, state }, out) => {
        if (state.has(record)) out.collect(`${record} ${key}`)
      },
      onBroadcast: (word, { state }) => state.set(word, true),
    }
    const own = await driver(fn, false)
    own.push('tea', 0, undefined, BROADCAST)
    expect(own.push('tea', 1, undefined, RECORD).push('ham', 2, undefined, RECORD).taken()).toEqual(['tea undefined@1'])
    expect(() => broadcastProcess({ ...fn, onTimer() {} }, false)).toThrow('put keyBy(..) before connect(..)')
    await expect(driver(limits, false)).rejects.toThrow('this state belongs to keys, and the stream has none')
  })
})
