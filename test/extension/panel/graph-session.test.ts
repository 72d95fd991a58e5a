import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { GraphSession } from '../../../extension/src/panel/graph-session.ts'
import { type GraphSource, jobOfRun, jobOfText, type ShownGraphs } from '../../../extension/src/panel/graph-source.ts'
import { build, superviseJob } from '../../../runtime/dist/supervisor/index.js'
import type { ToPhysicalGraph } from '../../../webview/src/shared/index.ts'
import { line } from './graphs.ts'

const runtime = join(import.meta.dirname, '../../../runtime')
let folder: string
const endings: (() => void)[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-graph-'))
})
afterEach(() => {
  for (const end of endings.splice(0)) end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A view that has just been opened, and all that it was told. */
function opened(graphs: ShownGraphs | string | undefined) {
  let shown = graphs
  const listeners = new Set<() => void>()
  const source: GraphSource = {
    graphs: async () => shown,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reveal() {},
    showRecords() {},
  }
  const told: ToPhysicalGraph[] = []
  const session = new GraphSession(source, (message) => told.push(message))
  endings.push(() => session.dispose())
  session.setVisible(true)
  session.receive({ type: 'ready' })
  const become = (next: ShownGraphs | string | undefined) => {
    shown = next
    for (const listener of listeners) listener()
  }
  return { session, told, become }
}

const two = line(
  [
    ['Numbers', 1],
    ['Print', 2],
  ],
  ['RoundRobin'],
)
const ofText: ShownGraphs = {
  ...{ file: 'two.flow.ts', of: 'text' },
  jobs: [
    jobOfText({ job: 0, name: 'first' }, two, { threads: 2 }),
    jobOfText({ job: 1, name: 'second' }, two, { threads: 2 }),
  ],
}

test('what a running job is said to do is what it reports itself', async () => {
  const file = join(folder, 'numbers.flow.ts')
  writeFileSync(
    file,
    `import { discard, Environment, generate } from '${runtime}/dist/index.js'
const env = new Environment({ parallelism: 2, threads: 2 })
env.source(generate((index) => index % 100, { ratePerSecond: 2_000 })).keyBy((n) => n).reduce((a, b) => a + b).sink(discard())
await env.execute('numbers')
`,
  )
  const job = superviseJob({ bundle: await build(file), overrides: {} })
  endings.push(() => job.cancel())
  const state = async () => (await job.control?.status(0).catch(() => undefined))?.state
  await expect.poll(state, { timeout: 30_000 }).toBe('running')
  const control = job.control!
  const running = jobOfRun({ job: 0, name: 'numbers' }, await control.graph(0))
  const reports: Awaited<ReturnType<typeof control.metrics>>[] = []
  const metrics = async () => {
    const report = await control.metrics(0)
    reports.push(report)
    return report
  }
  const { told } = opened({ file: 'numbers.flow.ts', of: 'run', jobs: [running], metrics })
  const numbers = () => told.flatMap((message) => (message.type === 'numbers' ? [message.numbers] : []))
  await expect.poll(() => numbers().length).toBeGreaterThanOrEqual(3)

  const last = numbers().at(-1)!
  const report = reports[numbers().length - 1]
  const shown = told.find((message) => message.type === 'graph')!
  expect(last.elapsedMs).toBe(report.elapsedMs)
  for (const { operators, parallelism, firstInstance } of shown.graph!.lanes) {
    for (const [at, operatorId] of operators.entries()) {
      const own = report.instances.filter((instance) => instance.operatorId === operatorId)
      const from = firstInstance + at * parallelism
      expect(last.recordsIn.slice(from, from + parallelism)).toEqual(own.map(({ numRecordsIn }) => numRecordsIn))
      expect(last.recordsOut.slice(from, from + parallelism)).toEqual(own.map(({ numRecordsOut }) => numRecordsOut))
    }
  }
  expect(last.bundleRecords).toEqual(shown.graph!.bundles.map(({ edgeId }) => report.edges[edgeId].numRecords))
  // Of some second: in a single one the job may have had no processor.
  const rates = () => numbers().flatMap(({ bundlePerSecond }) => bundlePerSecond)
  await expect.poll(() => Math.max(...rates())).toBeGreaterThan(500)
})

test('a view that is hidden asks nothing of the job', async () => {
  let asked = 0
  const metrics = async () => {
    asked++
    throw new Error('the job has gone')
  }
  const { session } = opened({ ...ofText, of: 'run', metrics })
  await expect.poll(() => asked).toBeGreaterThan(0)
  session.setVisible(false)
  const before = asked
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(asked).toBe(before)
})

test('the job that runs is shown, until somebody chooses another', async () => {
  const { session, told, become } = opened({ ...ofText, current: 1 })
  await expect.poll(() => told.at(-1)).toMatchObject({ type: 'graph', job: 1 })
  session.receive({ type: 'job', job: 0 })
  await expect.poll(() => told.at(-1)).toMatchObject({ job: 0 })
  become({ ...ofText, current: 1 })
  await expect.poll(() => told.length).toBe(3)
  expect(told.at(-1)).toMatchObject({ job: 0 })
})

test('of edges with too many channels only those of the watched task are asked for', async () => {
  const wide = line(
    [
      ['Numbers', 200],
      ['Words', 200],
      ['Print', 2],
    ],
    ['Shuffle', 'Shuffle'],
  )
  const questions: unknown[] = []
  const { session, told } = opened({
    ...{ file: 'wide.flow.ts', of: 'run', jobs: [jobOfText({ job: 0, name: 'wide' }, wide, { threads: 2 })] },
    metrics: async () => {
      throw new Error('nobody is asked in this test')
    },
    async channels(...question) {
      questions.push(question)
      return { channels: [] }
    },
  })
  await expect.poll(() => told.length).toBe(1)
  session.receive({ type: 'watch', edges: [0, 1], task: 203 })
  await expect
    .poll(() => questions.slice(0, 2))
    .toEqual([
      [0, [1], undefined],
      [0, [0], { operatorId: 1, instance: 3 }],
    ])
})

test('why there is no graph is said', async () => {
  const { told, become } = opened(undefined)
  await expect.poll(() => told).toEqual([{ type: 'nothing' }])
  become('The text has an error.')
  await expect.poll(() => told.at(-1)).toEqual({ type: 'nothing', reason: 'The text has an error.' })
  become({ file: 'a.flow.ts', of: 'text', jobs: [] })
  await expect.poll(() => told.at(-1)).toEqual({ type: 'nothing', reason: 'a.flow.ts has no job.' })
})

test('a text that says a job of too many channels, or of none, is not expanded', () => {
  const wide = line(
    [
      ['Numbers', 30_000],
      ['Print', 30_000],
    ],
    ['Shuffle'],
  )
  expect(jobOfText({ job: 0, name: 'wide' }, wide, { threads: 2 })).toMatchObject({
    reason: '900,000,000 channels are too many to draw.',
  })
  expect(jobOfText({ job: 0, name: 'empty' }, line([], []), { threads: 2 })).toMatchObject({
    reason: 'The job has no operators.',
  })
})
