import { describe, expect, it } from 'vitest'
import type { Timers } from '../../../runtime/src/index.ts'
import { type ProcessFunction, processOperator } from '../../../runtime/src/operators/index.ts'
import { OperatorDriver } from './operator-driver.ts'

type Fn = ProcessFunction<string, string, string, any>
const driver = (fn: Fn, tags: string[] = []) => new OperatorDriver(processOperator(fn, true), tags).open()

describe('what a process function must not do', () => {
  it('goes on after its record: a promise is refused, however it ends', async () => {
    const own = await driver({
      onRecord: async () => {
        throw new Error('nobody hears of this')
      },
    } as never)
    expect(() => own.push('a', 1)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: onRecord returned a promise, but its context and state are those of its record only until it returns: put asyncMap(..) before it for what takes time]`,
    )
    await new Promise((resolve) => setImmediate(resolve))
  })

  it('yields: a generator is refused', async () => {
    const own = await driver({
      *onRecord() {
        yield 1
      },
    } as never)
    expect(() => own.push('a', 1)).toThrow('onRecord is a generator, which nobody runs: emit with out.collect(..)')
  })

  it('goes on after its timer: that is the timer that has failed', async () => {
    const own = await driver({
      onRecord: (_record: unknown, { timers }: { timers: Timers }) => timers.registerEventTime(1),
      onTimer: (async () => {}) as never,
    })
    own.push('a', 0).watermark(1)
    expect(String(own.failures[0])).toContain('onTimer returned a promise')
  })

  it('may return anything else, which is nothing to anybody', async () => {
    const own = await driver({ onRecord: (record, _context, out) => [out.collect(record)] as never })
    expect(own.push('a', 1).taken()).toEqual(['a@1'])
  })

  it('declares state where there are no keys', async () => {
    const own = new OperatorDriver(
      processOperator({ open: ({ state }) => state('count', { default: 0 }), onRecord() {} }, false),
    )
    await expect(own.open()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: this state belongs to keys, and the stream has none: put keyBy(..) before process(..) or connect(..)]`,
    )
  })

  it('declares state after it has opened', async () => {
    const own = await driver({
      open: ({ state }) => state,
      onRecord: (_record, context) => context.state('late', { default: 0 }),
    } as Fn)
    expect(() => own.push('a', 1)).toThrow('state is declared in open')
  })
})

describe('the context of a process function', () => {
  // record         a@-   b@7          (the first without a timestamp)
  // watermark               5^  8^
  // timer                       b@8
  it('says timestamp, watermark and key of what is being processed, and is one object for all', async () => {
    const contexts = new Set<unknown>()
    const own = await driver({
      onRecord(_record, context, out) {
        contexts.add(context)
        out.collect(`${context.key} ${context.timestamp} ${context.watermark}`)
        context.timers.registerEventTime(8)
      },
      onTimer(time, context, out) {
        contexts.add(context)
        out.collect(`${context.key} timer ${time} ${context.timestamp} ${context.watermark}`)
      },
    })
    own.push('x', undefined, 'a').watermark(5).push('x', 7, 'b')
    expect(own.taken()).toEqual(['a undefined -Infinity@-Infinity', 'b 7 5@7'])
    expect(own.watermark(9).taken()).toEqual(['a timer 8 8 9@8', 'b timer 8 8 9@8'])
    expect(contexts.size).toBe(1)
  })

  it('gives side outputs the timestamp of the record or timer', async () => {
    const late = { id: 'late' }
    const own = await driver(
      {
        onRecord(record, context) {
          context.output(late, record)
          context.timers.registerEventTime(20)
        },
        onTimer: (_time, context) => context.output(late, `timer of ${context.key}`),
      },
      ['late'],
    )
    own.push('a', 3).watermark(30)
    expect(own.side('late')).toEqual([
      { value: 'a', timestamp: 3 },
      { value: 'timer of k', timestamp: 20 },
    ])
  })
})

describe('timers of a process function', () => {
  it('fire one by one as there is room: the next is called when what one has emitted is on its way', async () => {
    const calls: number[] = []
    const own = await driver({
      onRecord: (_record, { timers }) => {
        for (const time of [1, 2, 3]) timers.registerEventTime(time)
      },
      onTimer: (time, _context, out) => {
        calls.push(time)
        for (let i = 0; i < 3; i++) out.collect(`${time}.${i}`)
      },
    })
    own.push('a', 0)
    const firing = own.instance.onWatermark!(10)![Symbol.iterator]()
    expect(calls).toEqual([])
    firing.next()
    expect(calls).toEqual([1])
    firing.next()
    expect(calls).toEqual([1, 2])
  })

  it('go on after one that throws, where errors are skipped', async () => {
    const own = await driver({
      onRecord: (_record, { timers }) => {
        for (const time of [1, 2, 3]) timers.registerEventTime(time)
      },
      onTimer: (time, _context, out) => {
        if (time === 2) throw new Error('not two')
        out.collect(String(time))
      },
    })
    own.push('a', 0).watermark(10)
    expect(own.taken()).toEqual(['1@1', '3@3'])
    expect(own.failures).toEqual([new Error('not two')])
    expect(own.watermark(20).taken()).toEqual([])
  })

  // record           a
  // event time       5^ registered, as is processing time 5^
  // watermark           5^
  // clock                   5^
  it('of event time and of processing time do not know each other', async () => {
    const own = await driver({
      onRecord: (_record, { timers }) => {
        timers.registerEventTime(5)
        timers.registerProcessingTime(5)
      },
      onTimer: (_time, { timeDomain, timers }, out) => {
        out.collect(timeDomain)
        timers.deleteProcessingTime(6)
      },
    })
    own.push('a', 0)
    expect(own.instance.nextProcessingTime!()).toBe(5)
    expect(own.watermark(5).taken()).toEqual(['event@5'])
    expect(own.processingTime(5).taken()).toEqual(['processing@5'])
    expect(own.instance.nextProcessingTime!()).toBe(Number.POSITIVE_INFINITY)
  })

  it('of processing time that are not due at the end of the input do not fire', async () => {
    const own = await driver({
      onRecord: (_record, { timers }) => timers.registerProcessingTime(1_000),
      onTimer: (_time, _context, out) => out.collect('fired'),
    })
    expect(own.push('a', 0).end().taken()).toEqual([])
  })

  it('of a key see the state of that key', async () => {
    const own = await driver({
      open: ({ state }) => ({ sum: state('sum', { default: 0 }) }),
      onRecord(record, { state, timers }) {
        state.sum.update(state.sum.value() + Number(record))
        timers.registerEventTime(10)
      },
      onTimer: (_time, { key, state }, out) => {
        out.collect(`${key}=${state.sum.value()}`)
        state.sum.clear()
      },
    })
    own.push('1', 1, 'a').push('2', 2, 'b').push('3', 3, 'a')
    await own.snapshotAndRestore()
    expect(own.watermark(10).taken().sort()).toEqual(['a=4@10', 'b=2@10'])
    expect(own.push('5', 11, 'a').watermark(12).taken()).toEqual(['a=5@10'])
  })
})
