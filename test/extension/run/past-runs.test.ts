import { afterAll, beforeAll, expect, test } from 'vitest'
import { pastRun, Runs, superviseHere } from '../../../extension/src/run/index.ts'
import { JobFolder, linesOf } from './start.ts'

let folder: JobFolder

beforeAll(() => {
  folder = new JobFolder()
})
afterAll(() => folder.remove())

test('what is kept of a run is enough to list it and to run it again', async () => {
  const runs = new Runs()
  const settings = folder.job(
    'failing',
    `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 1 })
env.fromCollection([1, 2]).map((n) => { if (n > 1) throw new Error('too much'); return n }).sink(print())
await env.execute('failing')
`,
    { args: ['a'] },
  )
  const run = runs.start(settings.request, superviseHere(settings))
  await runs.ended(run)
  const kept = JSON.parse(JSON.stringify([pastRun(run)]))
  expect(JSON.stringify(kept).length).toBeLessThan(2_000)

  const later = new Runs()
  later.restore(kept)
  const [past] = later.all
  expect(past.request).toEqual(settings.request)
  for (const fact of ['name', 'state', 'startedAt', 'endedAt', 'recordsRead'] as const)
    expect(past[fact]).toBe(run[fact])
  expect(past.error?.message).toBe(run.error?.message)
  expect(past.error?.position).toEqual(run.error?.position)
  expect(past.hasEnded && past.isPast).toBe(true)
  expect(linesOf(past)[0]).toBe('Map[0]: too much')
  expect(later.shown).toBeUndefined()
})

test('twenty are kept, the newest', () => {
  const runs = new Runs()
  const one = { request: { file: '/jobs/a.flow.ts', options: {} }, state: 'finished' as const, debugged: false }
  runs.restore(Array.from({ length: 25 }, (_, at) => ({ ...one, startedAt: at, endedAt: at })))
  expect(runs.all.map(({ startedAt }) => startedAt)).toEqual(Array.from({ length: 20 }, (_, at) => 24 - at))
})
