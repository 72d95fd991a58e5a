import { expect, test } from 'vitest'
import { physicalGraph } from '../../../extension/src/panel/graph-message.ts'
import { channelNumbers, graphNumbers } from '../../../extension/src/panel/graph-numbers.ts'
import type { JobMetrics } from '../../../runtime/src/control/index.ts'
import { expanded, line } from './graphs.ts'

const logical = line(
  [
    ['Numbers', 1],
    ['Double', 2],
    ['Print', 2],
  ],
  ['RoundRobin', 'Forward'],
)
const graph = physicalGraph(logical, expanded(logical))

/** A report in which Numbers has emitted so many records; the first instance of Double has taken three of four. */
function report(elapsedMs: number, records: number, busyTimeMs: number, backPressuredTimeMs: number): JobMetrics {
  const instance = (operatorId: number, index: number, taken: number, emitted: number) => ({
    ...{ operatorId, instance: index, thread: index, numRecordsIn: taken, numRecordsOut: emitted },
    ...{ numRecordsSkipped: 0, lateRecordsDropped: index, busyTimeMs, backPressuredTimeMs },
    watermarkStatus: 'none' as const,
    idleTimeMs: elapsedMs - busyTimeMs - backPressuredTimeMs,
  })
  return {
    job: 0,
    elapsedMs,
    instances: [
      instance(0, 0, 0, records),
      instance(1, 0, records * 0.75, records * 0.75),
      instance(1, 1, records * 0.25, records * 0.25),
      instance(2, 0, records * 0.75, 0),
      instance(2, 1, records * 0.25, 0),
    ],
    edges: [
      { edgeId: 0, numRecords: records, numBytes: 0, queueFill: 0.5 },
      { edgeId: 1, numRecords: records, numBytes: 0, queueFill: 0 },
    ],
    threads: [],
  }
}

test('a first report has totals and shares, and no rates', () => {
  const numbers = graphNumbers(graph, undefined, report(1000, 400, 500, 250))
  expect(numbers.recordsOut).toEqual([400, 300, 100, 0, 0])
  expect(numbers.inPerSecond).toEqual([])
  expect(numbers.bundlePerSecond).toEqual([])
  expect([numbers.busy[0], numbers.backPressured[0]]).toEqual([0.5, 0.25])
})

test('rates and shares are those of the time since the report before', () => {
  const numbers = graphNumbers(graph, report(1000, 400, 500, 250), report(3000, 2400, 900, 1850))
  expect(numbers.outPerSecond[0]).toBe(1000)
  expect(numbers.inPerSecond).toEqual([0, 750, 250, 750, 250])
  expect([numbers.busy[0], numbers.backPressured[0]]).toEqual([0.2, 0.8])
  expect(numbers.bundleRecords).toEqual([2400])
  expect(numbers.bundlePerSecond).toEqual([1000])
  expect(numbers.bundleFill).toEqual([0.5])
})

test('of the watched task everything is told, operator by operator', () => {
  const { watched } = graphNumbers(graph, undefined, report(1000, 400, 0, 0), 2)
  expect(watched).toEqual({
    task: 2,
    operators: [
      { skipped: 0, late: 1 },
      { skipped: 0, late: 1 },
    ],
  })
})

test('a channel has a rate where the report before had it', () => {
  const channel = (to: number, numRecords: number) => ({ edgeId: 0, from: 0, to, numRecords, queueFill: 0.25 })
  const before = { channels: [channel(0, 100)], elapsedMs: 1000 }
  expect(channelNumbers(before, [channel(0, 300), channel(1, 100)], 3000).perSecond).toEqual([100, -1])
})
