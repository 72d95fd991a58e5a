import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Runs, StandBy, type StartSettings, standByFor, superviseHere } from '../../../extension/src/run/index.ts'
import { endless, JobFolder, linesOf, until } from './start.ts'

let folder: JobFolder
let runs: Runs
let standBy: StandBy

beforeAll(() => {
  folder = new JobFolder()
})
beforeEach(() => {
  runs = new Runs()
  standBy = new StandBy()
})
afterEach(async () => {
  standBy.dispose()
  await runs.dispose()
})
afterAll(() => folder.remove())

const hello = `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 1 })
env.fromCollection([process.uptime()]).map((seconds) => 'after ' + seconds).sink(print())
await env.execute('hello')
`
const start = (settings: StartSettings) => runs.start(settings.request, superviseHere({ ...settings, standBy }))

/** The process that waits: its number, once it has loaded what any job needs. */
async function waits(): Promise<number> {
  const { child } = standBy as unknown as { child?: { process: { pid: number }; reachable: Promise<void> } }
  await child!.reachable
  return child!.process.pid
}

test('a run has the process that was started ahead, and when it has ended the next one waits', async () => {
  const settings = folder.job('hello', hello)
  await standByFor(standBy, settings)
  const first = await waits()
  const run = start(settings)
  await runs.ended(run)
  expect([run.state, run.processId]).toEqual(['finished', first])
  const second = await waits()
  expect(second).not.toBe(first)
  const again = start(settings)
  await runs.ended(again)
  expect(again.processId).toBe(second)
  expect(linesOf(again)).toHaveLength(1)
})

test('a job with another environment or working directory has a process of its own', async () => {
  await standByFor(standBy, folder.job('hello', hello))
  const waiting = await waits()
  const others = [{ env: { RATE: '3' } }, { cwd: folder.path }]
  for (const how of others) {
    const run = start(folder.job('hello', hello, how))
    await runs.ended(run)
    expect(run.state).toBe('finished')
    expect(run.processId).not.toBe(waiting)
  }
})

test('beside a job that goes on the next process waits as well', async () => {
  const run = start(folder.job('endless', endless))
  await until(run, 'tick 1')
  await expect.poll(() => waits().catch(() => run.processId)).not.toBe(run.processId)
})
