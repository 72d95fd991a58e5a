import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ThreadHeaps } from '../../../runtime/src/execution/coordinator/thread-heaps.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('heaps are known once every thread has answered', async () => {
  const heaps = new ThreadHeaps(2, () => true)
  const measured = heaps.measure()
  heaps.told(0, { used: 1, limit: 10 })
  heaps.told(1, { used: 2, limit: 10 })
  await measured
  expect(heaps.last.map(({ used }) => used)).toEqual([1, 2])
})

test('threads that have ended are not waited for, and keep no timer', async () => {
  const heaps = new ThreadHeaps(2, () => true)
  const measured = heaps.measure()
  heaps.told(0, { used: 1, limit: 10 })
  expect(vi.getTimerCount()).toBe(1)
  heaps.end()
  await measured
  expect(vi.getTimerCount()).toBe(0)
  expect(heaps.last.map(({ used }) => used)).toEqual([1, 0])
})
