import type { JobMetrics } from 'millrace/control'
import { expect, test } from 'vitest'
import { liveRates, type ObservedRun, type RunGraph } from '../../../extension/src/diagram/index.ts'
import { graphOf, parse } from '../../../extension/src/document/index.ts'

const text = `import { Environment, print } from 'millrace'
const env = new Environment()
env.fromCollection([1]).map((n) => n * 2).sink(print())
await env.execute('job')
`
const graph = graphOf(parse(text), 0).graph.toJSON() as RunGraph

function metrics(elapsedMs: number, records: number, busyTimeMs: number): JobMetrics {
  const instances = graph.operators.map(({ id }) => ({
    operatorId: id,
    instance: 0,
    thread: 0,
    numRecordsIn: records,
    numRecordsOut: records,
    numRecordsSkipped: 0,
    lateRecordsDropped: 0,
    watermarkStatus: 'none' as const,
    busyTimeMs,
    backPressuredTimeMs: 0,
    idleTimeMs: 0,
  }))
  return { job: 0, elapsedMs, instances, edges: [], threads: [] }
}

function run(state: ObservedRun['state']): ObservedRun {
  const [before, latest] = [metrics(1_000, 100, 100), metrics(2_000, 1_334, 600)]
  return { id: 1, state, jobs: [{ job: 0, name: 'job', graph, before, latest }] }
}

/** What stands behind each call. */
const beside = (now: string, state: ObservedRun['state']) =>
  liveRates(parse(now), run(state)).map(({ range, text }) => [now.substr(range.offset, range.length), text])

test('behind each call stands how many records a second it gets, and after the end how many it got', () => {
  const calls = ['fromCollection([1])', 'map((n) => n * 2)', 'sink(print())']
  expect(beside(text, 'running')).toEqual(calls.map((call) => [call, '1.23K/s']))
  expect(beside(text, 'finished')).toEqual(calls.map((call) => [call, '1,334 records']))
  const [{ tooltip }] = liveRates(parse(text), run('running'))
  expect(tooltip).toBe('1,334 records so far, busy 50 %, back-pressured 0 %')
})

test('when_textHasChanged_then_operatorsThatAreStillThereHaveTheirRates', () => {
  const now = text.replace('.map(', '.filter((n) => n > 0).map(')
  expect(beside(now, 'running').map(([call]) => call)).toEqual([
    'fromCollection([1])',
    'map((n) => n * 2)',
    'sink(print())',
  ])
})
