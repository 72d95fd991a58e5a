import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist, isAlive, workplace } from './scripted.ts'

let supervisor: typeof Supervisor
let place: ReturnType<typeof workplace>
let waiting: Supervisor.JobChild

beforeAll(async () => {
  supervisor = await import(pathToFileURL(join(dist, 'supervisor', 'index.js')).href)
}, 60_000)
beforeEach(() => {
  place = workplace()
})
afterEach(() => {
  vi.restoreAllMocks()
  waiting?.end()
  place.remove()
})

async function standBy(options: Parameters<typeof Supervisor.JobChild.standBy>[0] = {}) {
  waiting = supervisor.JobChild.standBy(options)
  await waiting.reachable
}

async function run(text: string, options: Partial<Supervisor.SuperviseOptions> = {}) {
  const bundle = await supervisor.build(place.job(text))
  const job = supervisor.superviseJob({ bundle, standBy: waiting, ...options })
  const lines: string[] = []
  job.on({ output: (printed) => void lines.push(...printed.map(({ text }) => text)) })
  const report = await job.ended
  return { job, lines, report }
}

const gone = (child: Supervisor.JobChild) =>
  expect.poll(() => [isAlive(child.process.pid!), existsSync(child.endpoint.folder)]).toEqual([false, false])

test('a process that waits runs the job as one does that is started for it', async () => {
  const tells = `
    start('told').set('finished')
    const { argv, execArgv, env } = process
    console.log(JSON.stringify([argv, env.OWN, 'MILLRACE_CHILD' in env, process.cwd(), execArgv.length, import.meta.url]))
  `
  const how = { env: { ...process.env, OWN: 'own' }, cwd: place.folder }
  await standBy(how)
  const args = ['--rate', '3']
  const ahead = await run(tells, { ...how, args })
  expect(ahead.job.processId).toBe(waiting.process.pid)
  expect(ahead.report).toMatchObject({ code: 0, outcome: 'finished', jobs: [{ name: 'told', state: 'finished' }] })
  await gone(waiting)
  const anew = await run(tells, { ...how, args })
  expect(anew.job.processId).not.toBe(waiting.process.pid)
  expect(ahead.lines).toEqual(anew.lines)
})

test('a preview can have it', async () => {
  await standBy()
  const file = place.write(
    'words.flow.ts',
    `import { Environment, print } from '${dist.replaceAll('\\', '/')}/index.js'
    const env = new Environment({ parallelism: 1 })
    env.fromCollection(['a', 'b']).map((word) => process.pid).sink(print())
    await env.execute('words')`,
  )
  const { edges } = await supervisor.previewJob({ bundle: await supervisor.build(file), standBy: waiting })
  expect(edges.map(({ records }) => records.map(({ text }) => text))).toContainEqual(
    Array(2).fill(String(waiting.process.pid)),
  )
  await gone(waiting)
})

test('what it fails with is told as of any other, and it can be cancelled', async () => {
  await standBy()
  const { report, job } = await run(`start('x').set('finished'); throw new Error('of the job')`)
  expect(job.processId).toBe(waiting.process.pid)
  expect(report).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('of the job') } })
  await standBy()
  const bundle = await supervisor.build(place.job(`start('endless'); await sleep(1e6)`))
  const endless = supervisor.superviseJob({ bundle, standBy: waiting })
  endless.cancel()
  expect(await endless.ended).toMatchObject({ outcome: 'cancelled' })
  await gone(waiting)
})

test('one that has been taken, has died, or is about to end is not used: the job has a process of its own', async () => {
  const finishes = `start('short').set('finished')`
  await standBy()
  const dead = waiting
  dead.process.kill('SIGKILL')
  await gone(dead)
  expect(dead.waits).toBe(false)
  expect((await run(finishes)).report.outcome).toBe('finished')

  await standBy()
  const [first, second] = await Promise.all([run(finishes), run(finishes)])
  expect([first, second].map(({ report }) => report.outcome)).toEqual(['finished', 'finished'])
  expect([first, second].filter(({ job }) => job.processId === waiting.process.pid)).toHaveLength(1)

  await standBy()
  expect(waiting.waits).toBe(true)
  const now = performance.now()
  vi.spyOn(performance, 'now').mockReturnValue(now + 10 * 60_000 - 4_000)
  expect(waiting.waits).toBe(false)
})

test('one that cannot be started is not used, and the job says why', async () => {
  waiting = supervisor.JobChild.standBy({ execPath: '/no/such/node' })
  await expect.poll(() => existsSync(waiting.endpoint.folder)).toBe(false)
  const { report } = await run(`start('x')`, { execPath: '/no/such/node' })
  expect(report.error?.message).toMatch(/the job's process cannot be started: .*ENOENT/)
})

test('ended, or with its supervisor killed, neither process nor folder is left', async () => {
  await standBy()
  waiting.end()
  await gone(waiting)

  const program = place.write(
    'supervisor.mjs',
    `import { JobChild } from '${dist.replaceAll('\\', '/')}/supervisor/index.js'
    const { process: { pid }, endpoint: { folder }, reachable } = JobChild.standBy({})
    await reachable
    console.log(JSON.stringify({ pid, folder }))`,
  )
  const supervising = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [data] = (await once(supervising.stdout, 'data')) as [Buffer]
  const { pid, folder } = JSON.parse(String(data)) as { pid: number; folder: string }
  expect([isAlive(pid), existsSync(folder)]).toEqual([true, true])
  supervising.kill('SIGKILL')
  await expect.poll(() => [isAlive(pid), existsSync(folder)]).toEqual([false, false])
})
