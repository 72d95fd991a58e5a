import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeapState } from '../../../runtime/src/state/index.ts'
import { FINAL_WATERMARK, TimerService } from '../../../runtime/src/time/index.ts'

function service(state = new HeapState(128)): TimerService {
  return new TimerService(state.table('timers:event'))
}

/** What fires up to a time, as `key@time`. */
function fired(timers: TimerService, time: number): string[] {
  return Array.from(timers.advance(time), (timer) => `${String(timer.key)}@${timer.time}`)
}

describe('timers', () => {
  it('there is one timer for each key and time', () => {
    const timers = service()
    timers.register('a', 10)
    timers.register('a', 10)
    timers.register('b', 10)
    expect(timers.size).toBe(2)
    expect(fired(timers, 10)).toEqual(['a@10', 'b@10'])
    expect(fired(timers, 10)).toEqual([])
  })

  // registered   c30 a10 b20 a20
  // advance           ^20        ^30
  // fires             a10 b20 a20  c30
  it('timers fire in the order of their times, equal times in the order of registration', () => {
    const timers = service()
    timers.register('c', 30)
    timers.register('a', 10)
    timers.register('b', 20)
    timers.register('a', 20)
    expect(timers.next()).toBe(10)
    expect(fired(timers, 9)).toEqual([])
    expect(fired(timers, 20)).toEqual(['a@10', 'b@20', 'a@20'])
    expect(timers.next()).toBe(30)
    expect(fired(timers, 1000)).toEqual(['c@30'])
    expect(timers.next()).toBe(Number.POSITIVE_INFINITY)
  })

  it('keys are compared by content', () => {
    const timers = service()
    timers.register({ city: 'ORD', days: [1, 2] }, 10)
    timers.register({ days: [1, 2], city: 'ORD' }, 10)
    expect(timers.size).toBe(1)
    timers.delete({ city: 'ORD', days: [1, 2] }, 10)
    expect([...timers.advance(10)]).toEqual([])
  })

  it('a deleted timer does not fire, and may be registered again', () => {
    const timers = service()
    timers.register('a', 10)
    timers.register('a', 20)
    timers.delete('a', 10)
    timers.delete('a', 11)
    timers.delete('b', 10)
    expect(fired(timers, 15)).toEqual([])
    timers.register('a', 10)
    expect(fired(timers, 20)).toEqual(['a@10', 'a@20'])
  })

  // advance  ----------^10-----------------------^10
  // fires    a5 (registers b7, c11)  b7           -    c11 waits
  it('a timer registered while others fire is given in the same advance if it is due', () => {
    const timers = service()
    timers.register('a', 5)
    const seen: string[] = []
    for (const { key, time } of timers.advance(10)) {
      seen.push(`${String(key)}@${time}`)
      if (key === 'a') {
        timers.register('b', 7)
        timers.register('c', 11)
      }
    }
    expect(seen).toEqual(['a@5', 'b@7'])
    expect(fired(timers, 10)).toEqual([])
    expect(fired(timers, 11)).toEqual(['c@11'])
  })

  it('when_sealed_then_whatIsRegisteredIsForgotten_andWhatWasRegisteredStillFires', () => {
    const timers = service()
    timers.register('a', 5)
    timers.register('a', 6)
    timers.seal()
    timers.register('a', 7)
    timers.delete('a', 6)
    expect(fired(timers, FINAL_WATERMARK)).toEqual(['a@5'])
    expect(timers.size).toBe(0)
  })

  it('a timer deleted while others fire does not fire', () => {
    const timers = service()
    timers.register('a', 5)
    timers.register('a', 6)
    const seen: number[] = []
    for (const { time } of timers.advance(10)) {
      seen.push(time)
      timers.delete('a', 6)
    }
    expect(seen).toEqual([5])
  })

  it('a timer in the past waits for the next advance', () => {
    const timers = service()
    expect(fired(timers, 100)).toEqual([])
    timers.register('a', 50)
    expect(timers.next()).toBe(50)
    expect(fired(timers, 100)).toEqual(['a@50'])
  })

  it('a timer at infinity fires with the final watermark', () => {
    const timers = service()
    timers.register('a', FINAL_WATERMARK)
    expect(fired(timers, Number.MAX_SAFE_INTEGER)).toEqual([])
    expect(fired(timers, FINAL_WATERMARK)).toEqual(['a@Infinity'])
    expect(timers.due(FINAL_WATERMARK)).toBe(false)
  })

  it('a time that is none is refused, with what it may come from', () => {
    const timers = service()
    expect(() => timers.register('a', Number.NaN)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: a timer needs a time in milliseconds since 1970, but got NaN: is it made from the timestamp of a record that has none?]`,
    )
    expect(() => timers.register('a', new Date(0) as never)).toThrow('a timer needs a time in milliseconds since 1970')
  })

  it('timers that are deleted and registered over and over leave nothing behind', () => {
    const timers = service()
    for (let i = 0; i < 10_000; i++) {
      timers.register('a', 1_000_000 + i)
      timers.delete('a', 1_000_000 + i)
    }
    const { length } = (timers as unknown as { queue: { length: number } }).queue
    expect(length).toBeLessThan(200)
  })

  it('between any two steps timers can be snapshotted and restored, as if nothing had been', () => {
    const key = fc.constantFrom<unknown>('a', 1, 'b', ['a', 1])
    const step = fc.oneof(
      fc.record({ kind: fc.constant('register' as const), key, time: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('delete' as const), key, time: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('advance' as const), time: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('restore' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let state = new HeapState(128)
        let timers = service(state)
        const model = new Map<string, number>()
        for (const step of steps) {
          if (step.kind === 'register') {
            timers.register(step.key, step.time)
            model.set(`${JSON.stringify(step.key)}@${step.time}`, step.time)
          } else if (step.kind === 'delete') {
            timers.delete(step.key, step.time)
            model.delete(`${JSON.stringify(step.key)}@${step.time}`)
          } else if (step.kind === 'restore') {
            const groups = state.snapshot()
            state = new HeapState(128)
            state.restore(groups.values())
            timers = service(state)
            timers.restored()
          } else {
            const got = [...timers.advance(step.time)]
            expect(got.map(({ time }) => time)).toEqual(got.map(({ time }) => time).sort((a, b) => a - b))
            const expected = [...model].filter(([, time]) => time <= step.time).map(([name]) => name)
            expect(got.map(({ key, time }) => `${JSON.stringify(key)}@${time}`).sort()).toEqual(expected.sort())
            for (const name of expected) model.delete(name)
          }
          expect(timers.size).toBe(model.size)
        }
      }),
    )
  })
})
