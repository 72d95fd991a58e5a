import { describe, expect, it } from 'vitest'
import {
  type Collector,
  isJobError,
  type KeyedStream,
  outputTag,
  type ProcessFunction,
} from '../../../../runtime/src/index.ts'
import { testStream, testStreams } from '../../../../runtime/src/testing/index.ts'

type Output = { output: { value: any; timestamp: number | undefined }[] }
const taken = ({ output }: Output) => output.splice(0).map(({ value, timestamp }) => `${value}@${timestamp}`)

const keyed = <S>(fn: ProcessFunction<string, string, string, S>, parallelism = 1) =>
  testStream<string, string>((input) => input.keyBy((text) => text[0]).process(fn), { parallelism })

describe('timers', () => {
  // record     a@1 registers 5 and 3, and 5 again
  // watermark        2^      4^      9^
  // timers               3^      5^
  it('fire once per key and time, in the order of times, at the watermark that has reached them', async () => {
    const harness = await keyed({
      onRecord(_text, { timers }) {
        timers.registerEventTime(5)
        timers.registerEventTime(3)
        timers.registerEventTime(5)
      },
      onTimer(time, { key, watermark, timeDomain }, out) {
        out.collect(`${key}:${time}:${watermark}:${timeDomain}`)
      },
    })
    harness.push('a', 1)
    harness.watermark(2)
    expect(taken(harness)).toEqual([])
    harness.watermark(4)
    expect(taken(harness)).toEqual(['a:3:4:event@3'])
    harness.push('b', 1)
    harness.watermark(9)
    expect(taken(harness)).toEqual(['b:3:9:event@3', 'a:5:9:event@5', 'b:5:9:event@5'])
  })

  it('that are set by a timer fire in the same advance if they are due', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers }) => timers.registerEventTime(1),
      onTimer(time, { timers }, out) {
        out.collect(String(time))
        if (time < 100) timers.registerEventTime(time * 3)
      },
    })
    harness.push('a', 0)
    harness.watermark(10)
    expect(taken(harness)).toEqual(['1@1', '3@3', '9@9'])
    harness.end()
    expect(taken(harness)).toEqual(['27@27', '81@81', '243@243'])
  })

  it('that are set by a timer do not fire at the end when the job is stopped, but do before', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers }) => timers.registerEventTime(1),
      onTimer(time, { key, timers }, out) {
        out.collect(`${key}:${time}`)
        timers.registerEventTime(time + 4)
      },
    })
    harness.push('a', 0)
    harness.watermark(9)
    expect(taken(harness)).toEqual(['a:1@1', 'a:5@5', 'a:9@9'])
    harness.push('b', 9)
    harness.stop()
    expect(taken(harness)).toEqual(['b:1@1', 'a:13@13'])
    expect(harness.ended).toBe(true)
  })

  it('in the past wait for the next advance', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers }) => timers.registerEventTime(3),
      onTimer: (time, _context, out) => out.collect(String(time)),
    })
    harness.watermark(10)
    harness.push('a', 11)
    expect(taken(harness)).toEqual([])
    harness.watermark(11)
    expect(taken(harness)).toEqual(['3@3'])
  })

  it('that are deleted do not fire', async () => {
    const harness = await keyed({
      onRecord(text, { timers }) {
        if (text.endsWith('!')) timers.deleteEventTime(5)
        else timers.registerEventTime(5)
      },
      onTimer: (_time, { key }, out) => out.collect(key),
    })
    harness.push('a', 1)
    harness.push('b', 1)
    harness.push('a!', 1)
    harness.end()
    expect(taken(harness)).toEqual(['b@5'])
  })

  it('of processing time go by the clock', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers, now }) => timers.registerProcessingTime(now + 10),
      onTimer: (time, { key, now, timeDomain }, out) => out.collect(`${key}:${time}:${now}:${timeDomain}`),
    })
    harness.processingTime(5)
    harness.push('a')
    harness.processingTime(14)
    expect(taken(harness)).toEqual([])
    harness.processingTime(20)
    expect(taken(harness)).toEqual(['a:15:15:processing@15'])
  })

  it('survive a restore at another parallelism, each once; overdue ones fire', async () => {
    const harness = await keyed(
      {
        onRecord(_text, { timers, timestamp }) {
          timers.registerEventTime(timestamp! + 10)
          timers.registerProcessingTime(50)
        },
        onTimer: (time, { key, timeDomain }, out) => out.collect(`${key}:${time}:${timeDomain}`),
      },
      3,
    )
    for (const key of ['a', 'b', 'c', 'd']) harness.push(key, 1)
    await harness.snapshotAndRestore({ parallelism: 2 })
    harness.watermark(11)
    expect(taken(harness).sort()).toEqual(['a:11:event@11', 'b:11:event@11', 'c:11:event@11', 'd:11:event@11'])
    harness.processingTime(60)
    expect(taken(harness)).toHaveLength(4)
  })

  it('belong to keys: without them there are none', async () => {
    await expect(
      testStream<string, any>((input) => input.process({ onRecord: () => {}, onTimer: () => {} })),
    ).rejects.toThrow('onTimer needs keys')
    const harness = await testStream<string, any>((input) =>
      input.process({ onRecord: (_text, { timers }) => timers.registerEventTime(1) }),
    )
    expect(() => harness.push('a', 1)).toThrow('put keyBy(..) before process(..)')
  })

  it('need a time that is one', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers, timestamp }) => timers.registerEventTime(timestamp! + 1),
    })
    expect(() => harness.push('a')).toThrow('is it made from the timestamp of a record that has none?')
  })
})

describe('a process function', () => {
  const counting: ProcessFunction<string, string, string, any> = {
    open: ({ state, listState, mapState, reducingState }) => ({
      count: state('count', { default: 0 }),
      texts: listState<string>('texts'),
      lengths: mapState<number, number>('lengths'),
      longest: reducingState<number>('longest', (a: number, b: number) => Math.max(a, b)),
    }),
    onRecord(text, { state }, out) {
      state.count.update(state.count.value() + 1)
      state.texts.add(text)
      state.lengths.set(text.length, (state.lengths.get(text.length) ?? 0) + 1)
      state.longest.add(text.length)
      out.collect(
        `${state.count.value()} ${state.texts.get()} ${state.lengths.entries().join('|')} ${state.longest.get()}`,
      )
    },
  }

  it('has state of each key, which survives a restore', async () => {
    const harness = await keyed(counting, 2)
    harness.push('a', 1)
    harness.push('b', 2)
    harness.push('ab', 3)
    await harness.snapshotAndRestore({ parallelism: 3 })
    harness.push('ac', 4)
    expect(taken(harness)).toEqual(['1 a 1,1 1@1', '1 b 1,1 1@2', '2 a,ab 1,1|2,1 2@3', '3 a,ab,ac 1,1|2,2 2@4'])
  })

  it('emits with the timestamp of its record, and to side outputs', async () => {
    const odd = outputTag<string>('odd')
    const harness = await testStream<number, number>((input) => {
      const split = input.process({
        onRecord(n, context, out: Collector<number>) {
          if (n % 2 === 0) out.collect(n)
          else context.output(odd, `odd ${n}`)
        },
      })
      return split.union(split.sideOutput(odd).map((text) => text.length * 100))
    })
    for (const n of [1, 2, 333]) harness.push(n, n)
    expect(taken(harness)).toEqual(['500@1', '2@2', '700@333'])
  })

  it('opens before its first record and closes at the end, also with promises', async () => {
    const calls: string[] = []
    const harness = await keyed({
      open: async () => {
        await null
        calls.push('open')
        return 'ready'
      },
      onRecord: (_text, { state }) => {
        calls.push(String(state))
      },
      close: () => {
        calls.push('close')
      },
    })
    harness.push('a')
    await harness.close()
    expect(calls).toEqual(['open', 'ready', 'close'])
  })

  it('that throws in a timer fails the job with its operator, key and time', async () => {
    const harness = await keyed({
      onRecord: (_text, { timers }) => timers.registerEventTime(5),
      onTimer: () => {
        throw new Error('broken')
      },
    })
    harness.push('a', 1)
    try {
      harness.watermark(5)
      expect.unreachable()
    } catch (error) {
      expect(isJobError(error) && error.data).toMatchObject({
        operatorName: 'Process',
        message: 'broken',
        record: "{ key: 'a', timer: 5 }",
      })
    }
  })

  it('that throws skips the record, or hands it to a side output, if it is told to', async () => {
    const dead = outputTag<any>('dead')
    const picky: ProcessFunction<string, string, string, undefined> = {
      onRecord(text, _context, out) {
        if (text === 'bad') throw new Error('no')
        out.collect(text)
      },
    }
    const harness = await testStream<string, string>((input) => {
      const processed = input
        .keyBy((text) => text)
        .process(picky)
        .name('Picky')
        .onError(dead)
      return processed.union(
        processed.sideOutput(dead).map(({ record, message, operator }) => `${record}:${message}:${operator}`),
      )
    })
    for (const [i, text] of ['good', 'bad', 'better'].entries()) harness.push(text, i)
    expect(taken(harness)).toEqual(['good@0', 'bad:no:Picky@1', 'better@2'])
  })
})

describe('two keyed streams with one state', () => {
  it('share state and timers of a key', async () => {
    const harness = await testStreams<string, string, string>(
      (left, right) =>
        left
          .keyBy((text) => text[0])
          .connect(right.keyBy((text) => text[0]))
          .process({
            open: ({ state }) => ({ last: state<string>('last') }),
            onLeft(text, { state, timers, timestamp }) {
              state.last.update(text)
              timers.registerEventTime(timestamp! + 10)
            },
            onRight(text, { state, timers, timestamp }, out: Collector<string>) {
              const last = state.last.value()
              out.collect(`${last}+${text}`)
              if (last !== undefined) timers.deleteEventTime(timestamp! + 10)
            },
            onTimer: (time, { key }, out) => out.collect(`${key} alone at ${time}`),
          }),
      { parallelism: 2 },
    )
    harness.left.push('a1', 1)
    harness.right.push('a2', 1)
    harness.left.push('b1', 2)
    await harness.snapshotAndRestore({ parallelism: 1 })
    harness.right.push('c1', 3)
    harness.left.watermark(20)
    harness.right.watermark(20)
    expect(taken(harness)).toEqual(['a1+a2@1', 'undefined+c1@3', 'b alone at 12@12'])
  })
})

describe('a broadcast stream', () => {
  const rules = () =>
    testStreams<string, [name: string, limit: number], string>(
      (left, right) =>
        left
          .keyBy((text) => text[0])
          .connect(right.broadcast())
          .process({
            open: ({ broadcastState, state }) => ({
              limits: broadcastState<string, number>('limits'),
              count: state('count', { default: 0 }),
            }),
            onRecord(_text, { key, state }, out: Collector<string>) {
              state.count.update(state.count.value() + 1)
              const limit = state.limits.get(key)
              if (limit !== undefined && state.count.value() >= limit) out.collect(`${key}${state.count.value()}`)
            },
            onBroadcast([name, limit], { state }) {
              state.limits.set(name, limit)
            },
          }),
      { parallelism: 3 },
    )

  it('is known to every instance, also after a restore at another parallelism', async () => {
    const harness = await rules()
    harness.right.push(['a', 2])
    harness.right.push(['b', 1])
    harness.left.push('a')
    harness.left.push('b')
    await harness.snapshotAndRestore({ parallelism: 4 })
    harness.left.push('a')
    harness.left.push('b')
    harness.left.push('c')
    expect(harness.output.map(({ value }) => value)).toEqual(['b1', 'a2', 'b2'])
  })

  it('may be changed by its own records only', async () => {
    const harness = await testStreams<string, string, any>((left, right) =>
      left
        .keyBy((text) => text)
        .connect(right.broadcast())
        .process({
          open: ({ broadcastState }) => broadcastState<string, number>('limits'),
          onRecord: (text, { state }) => state.set(text, 1),
          onBroadcast: () => {},
        }),
    )
    expect(() => harness.left.push('a')).toThrow("the broadcast state 'limits' can be changed in onBroadcast only")
  })

  it('is what connect asks for', async () => {
    await expect(
      testStreams<string, string, any>((left, right) =>
        left
          .keyBy((text) => text)
          .connect(right as never as KeyedStream<string, string>)
          .process({ onLeft() {}, onRight() {} }),
      ),
    ).rejects.toThrow('connect(..) takes a broadcast stream, or, on a keyed one, another keyed stream')
  })
})
