import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Runs, superviseHere } from '../../../extension/src/run/index.ts'
import { endless, isAlive, JobFolder, linesOf, until } from './start.ts'

let folder: JobFolder
let runs: Runs

beforeAll(() => {
  folder = new JobFolder()
  runs = new Runs()
})
afterEach(() => runs.dispose())
afterAll(() => folder.remove())

const job = (body: string) => `import { Environment, print, table } from 'millrace'
const env = new Environment({ parallelism: 1 })
${body}
await env.execute('job')
`

async function runToEnd(settings: ReturnType<JobFolder['job']>) {
  const run = runs.start(settings.request, superviseHere(settings))
  await runs.ended(run)
  return run
}

test('a run has the lines of the job, how many records it read, and nothing is left of it', async () => {
  const run = await runToEnd(folder.job('three', job('env.fromCollection([1, 2, 3]).map((n) => n * 2).sink(print())')))
  expect(run.state).toBe('finished')
  expect(linesOf(run)).toEqual(['2', '4', '6'])
  expect(run.recordsRead).toBe(3)
  expect(folder.left()).toEqual([])
})

test('what a job has counted is known when it has ended, however short it was', async () => {
  const run = await runToEnd(
    folder.job('counted', job('env.fromCollection([1, 2, 3, 4]).filter((n) => n > 1).sink(print())')),
  )
  const { latest } = run.metrics.job(0)!
  expect(latest?.instances.map(({ numRecordsIn, numRecordsOut }) => [numRecordsIn, numRecordsOut])).toEqual([
    [4, 4],
    [4, 3],
    [3, 3],
  ])
})

test('the content of a table is printed when the job has ended', async () => {
  const run = await runToEnd(
    folder.job('table', job("env.fromCollection([{ word: 'a', n: 12 }]).sink(table({ key: 'word' }))")),
  )
  expect(linesOf(run)).toEqual(['Table', 'word   n', '────  ──', 'a     12'])
})

test('what runs is the text as it is in the editor, and the file stays as it is', async () => {
  const settings = folder.job('unsaved', job("env.fromCollection(['saved']).sink(print())"))
  const { file } = settings.request
  const texts = new Map([[file, job("env.fromCollection(['unsaved']).sink(print())")]])
  expect(linesOf(await runToEnd({ ...settings, texts }))).toEqual(['unsaved'])
  expect(readFileSync(file, 'utf8')).toContain("'saved'")
})

test('a job gets its parameters, its arguments and its environment', async () => {
  const text = job(
    "const limit = env.parameter('limit', 1)\nenv.fromCollection([0]).map(() => [limit, process.argv.slice(2).join(), process.env.PLACE, process.env.HOME].join(' ')).sink(print())",
  )
  const more = { options: { parameters: { limit: '7' } }, args: ['a', 'b c'], env: { PLACE: 'ORD', HOME: null } }
  expect(linesOf(await runToEnd(folder.job('settings', text, more)))).toEqual(['7 a,b c ORD '])
})

test('two jobs run at once, each with its own output, and each is stopped by itself', async () => {
  const first = folder.job('first', endless)
  const second = folder.job('second', endless.replace("'tick '", "'tock '"))
  const one = runs.start(first.request, superviseHere(first))
  const two = runs.start(second.request, superviseHere(second))
  await Promise.all([until(one, 'tick 5'), until(two, 'tock 5')])
  expect(runs.running).toEqual([two, one])
  expect(runs.shown).toBe(two)
  expect(linesOf(one).filter((line) => line.includes('tock'))).toEqual([])
  one.stop()
  await runs.ended(one)
  expect([one.state, two.state]).toEqual(['stopped', 'running'])
  two.cancel()
  await runs.ended(two)
  expect(two.state).toBe('cancelled')
  expect(folder.left()).toEqual([])
})

test('when_stopIsAskedWhileJobIsBuilt_then_itDoesNotStart', async () => {
  const settings = folder.job('early', job("env.fromCollection(['started']).sink(print())"))
  const run = runs.start(settings.request, superviseHere(settings))
  run.stop()
  await runs.ended(run)
  expect(run.state).toBe('cancelled')
  expect(linesOf(run)).toEqual([])
})

describe('a failure', () => {
  test('of a function names the operator, the record and the place', async () => {
    const run = await runToEnd(
      folder.job(
        'fails',
        job("env.fromCollection([1]).map((n) => { throw new Error('boom') }).name('Late').sink(print())"),
      ),
    )
    expect(run.state).toBe('failed')
    expect(run.error).toMatchObject({ operatorName: 'Late', record: '1', position: { file: run.file, line: 3 } })
    expect(linesOf(run)[0]).toMatch(/^Late\[0\]: .*boom/)
  })

  test('of the build has the place', async () => {
    const run = await runToEnd(folder.job('broken', 'const a = \n'))
    expect(run.error).toMatchObject({ reason: 'invalid-job', position: { file: run.file, line: 2, column: 1 } })
  })

  test('when_processIsKilledFromOutside_then_runHasFailedWithinASecond', async () => {
    const settings = folder.job('killed', endless)
    const run = runs.start(settings.request, superviseHere(settings))
    await until(run, 'tick 3')
    process.kill(run.processId!, 'SIGKILL')
    const killedAt = Date.now()
    await runs.ended(run)
    expect(Date.now() - killedAt).toBeLessThan(1_000)
    expect(run.error?.message).toMatch(/was killed/)
    expect(isAlive(run.processId!)).toBe(false)
  })
})

test('when_editorEnds_then_itsJobsEnd', async () => {
  const settings = folder.job('ends', endless)
  const run = runs.start(settings.request, superviseHere(settings))
  await until(run, 'tick 3')
  await runs.dispose()
  expect(run.state).toBe('cancelled')
  expect(isAlive(run.processId!)).toBe(false)
})

test('of runs that have ended the last 20 are kept, and the shown one', async () => {
  const many = new Runs()
  const first = many.start({ file: '/first.flow.ts', options: {} }, () => Promise.reject(new Error('no')))
  await many.ended(first)
  for (let n = 0; n < 30; n++) {
    const run = many.start({ file: `/${n}.flow.ts`, options: {} }, () => Promise.reject(new Error('no')))
    many.show(first)
    await many.ended(run)
  }
  expect(many.all).toHaveLength(21)
  expect(many.all).toContain(first)
})
