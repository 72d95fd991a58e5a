import type { JobMetrics } from 'millrace/control'
import { expect, test } from 'vitest'
import { MetricsHistory } from '../../../extension/src/run/index.ts'

/** Two instances of operator 1 that have done the same. */
function metrics(elapsedMs: number, records: number, busyTimeMs: number, watermark?: number): JobMetrics {
  const one = {
    operatorId: 1,
    thread: 0,
    numRecordsIn: records,
    numRecordsOut: records * 2,
    numRecordsSkipped: 0,
    lateRecordsDropped: 0,
    watermarkStatus: 'none' as const,
    busyTimeMs,
    backPressuredTimeMs: 0,
    idleTimeMs: 0,
  }
  const instances = [
    { ...one, instance: 0 },
    { ...one, instance: 1, ...(watermark === undefined ? {} : { currentInputWatermark: watermark }) },
  ]
  return { job: 0, elapsedMs, instances, edges: [], threads: [{ heapUsed: 5, heapLimit: 10, task: '' }] }
}

test('a point is what the instances of an operator did together since the last one, by second', () => {
  const history = new MetricsHistory()
  history.add(metrics(1_000, 100, 500), 1)
  history.add(metrics(3_000, 500, 1_500, 900), 1_000)
  expect(history.all.map(({ at, operators, heaps }) => [at, operators.get(1), heaps])).toEqual([
    [1, { recordsIn: 200, recordsOut: 400, bytesOut: 0, busy: 0.5, backPressured: 0 }, [5]],
    [1_000, { recordsIn: 400, recordsOut: 800, bytesOut: 0, busy: 0.5, backPressured: 0, watermarkLag: 100 }, [5]],
  ])
})

test('when_jobIsAskedTwiceInNoTime_then_whatHappenedSinceBelongsToThePointBefore', () => {
  const history = new MetricsHistory()
  history.add(metrics(1_000, 100, 500), 1)
  history.add(metrics(2_000, 200, 500), 2)
  history.add(metrics(2_010, 201, 500), 3)
  expect(history.all).toHaveLength(2)
  const { recordsIn } = history.all[1].operators.get(1)!
  expect(recordsIn * 1.01).toBeCloseTo(202)
})

test('bytes are of the operator that sends them', () => {
  const history = new MetricsHistory()
  const edge = { edgeId: 7, numRecords: 1, numBytes: 3_000, queueFill: 0 }
  const other = { ...edge, edgeId: 8, numBytes: 500 }
  const senders = new Map([
    [7, 1],
    [8, 2],
  ])
  history.add({ ...metrics(1_000, 1, 0), edges: [edge, other] }, 1, senders)
  history.add({ ...metrics(3_000, 1, 0), edges: [{ ...edge, numBytes: 4_000 }, other] }, 2, senders)
  expect(history.all.map(({ operators }) => operators.get(1)?.bytesOut)).toEqual([3_000, 500])
})

test('ten minutes are kept', () => {
  const history = new MetricsHistory()
  for (let second = 1; second <= 700; second++) history.add(metrics(second * 1_000, second, 0), second * 1_000)
  expect(history.all).toHaveLength(600)
  expect(history.all[0].at).toBe(101_000)
  expect(history.first).toBe(100)
})
