import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobErrorData } from '../../../runtime/src/failure/index.ts'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist, groupIsAlive, isAlive, workplace } from './scripted.ts'

let supervisor: typeof Supervisor
let place: ReturnType<typeof workplace>
const started: Supervisor.SupervisedJob[] = []

beforeAll(async () => {
  supervisor = await import(pathToFileURL(join(dist, 'supervisor', 'index.js')).href)
}, 60_000)
beforeEach(() => {
  place = workplace()
})
afterEach(() => {
  for (const job of started.splice(0)) job.kill()
  place.remove()
})

async function launch(text: string, options: Partial<Supervisor.SuperviseOptions> = {}) {
  const file = place.job(text)
  const bundle = await supervisor.build(file)
  const job = supervisor.superviseJob({ bundle, ...options })
  started.push(job)
  const seen = {
    lines: [] as string[],
    states: [] as string[],
    failures: [] as JobErrorData[],
    tables: [] as unknown[],
    totals: 0,
    lost: 0,
  }
  job.on({
    output: (lines, lost) => {
      seen.lost += lost
      seen.lines.push(...lines.map((line) => line.text))
    },
    state: (status) => void seen.states.push(status.state),
    failed: (_, error) => void seen.failures.push(error),
    table: ({ rows }) => void seen.tables.push(rows),
    metricsAtEnd: () => void seen.totals++,
  })
  const running = () => expect.poll(() => seen.states).toContain('running')
  return { job, seen, file, running, ended: job.ended }
}

/** Ends the test unless neither process nor private folder is left. */
function expectNothingLeft(job: Supervisor.SupervisedJob) {
  expect(isAlive(job.processId!)).toBe(false)
  expect(existsSync(dirname(job.address.path))).toBe(false)
}

test('a job that finishes ends its process with 0, and nothing is left', async () => {
  const { job, seen, ended } = await launch(`
    console.log('at the top')
    const job = start('hello')
    await job.print(line('one'), line('two'))
    job.set('finished')
    await job.over
    console.log('after the job')
    process.stdout.write('no end of line')
  `)
  expect(await ended).toMatchObject({ code: 0, outcome: 'finished', jobs: [{ name: 'hello', state: 'finished' }] })
  expect(seen.lines).toEqual(['at the top', 'one', 'two', 'after the job', 'no end of line'])
  expect(seen.states).toEqual(['created', 'running', 'finished'])
  expectNothingLeft(job)
})

test('3,000,000 lines arrive in order, and the job is held to the pace of the supervisor', async () => {
  const { job, ended } = await launch(`
    const job = start('many')
    let n = 0
    while (n < 3_000_000) {
      const lines = []
      for (let i = 0; i < 1000; i++) lines.push(line('line ' + n++, 'Sink'))
      await job.print(...lines)
    }
    console.log(Math.round(process.memoryUsage().rss / 1e6))
    job.set('finished')
  `)
  let expected = 0
  let wrong = 0
  let childMegabytes = 0
  job.on({
    output: (lines) => {
      for (const { text } of lines) {
        if (text === `line ${expected}`) expected++
        else if (/^\d+$/.test(text)) childMegabytes = Number(text)
        else wrong++
      }
    },
  })
  expect((await ended).outcome).toBe('finished')
  expect({ expected, wrong }).toEqual({ expected: 3_000_000, wrong: 0 })
  expect(childMegabytes).toBeGreaterThan(0)
  expect(childMegabytes).toBeLessThan(300)
})

test('a module that throws: the error has the line of the .ts file', async () => {
  const { job, file, ended } = await launch(
    `console.log('before')\nfunction f(): never { throw new TypeError('boom') }\nf()`,
  )
  const report = await ended
  expect(report).toMatchObject({ code: 1, outcome: 'failed' })
  expect(report.error).toMatchObject({
    reason: 'user-code',
    message: 'the job file threw: TypeError: boom',
    position: { file, line: 3, column: 29 },
  })
  expectNothingLeft(job)
})

test('a module that throws something that is no Error says what', async () => {
  const { ended } = await launch(`throw { code: 42 }`)
  expect((await ended).error?.message).toBe('the job file threw: { code: 42 }')
})

test('an import that the package does not have is told', async () => {
  place.write('node_modules/dep/index.mjs', 'export const here = 1')
  place.write('node_modules/dep/package.json', '{ "main": "index.mjs" }')
  const { file, ended } = await launch(`import { there } from 'dep'\nconsole.log(there)`)
  const { error } = await ended
  expect(error?.message).toMatch(/does not provide an export named 'there'/)
  expect(error?.position).toEqual({ file, line: 2, column: 10 })
})

test('a module that never calls execute is told so', async () => {
  const { ended, file } = await launch(`console.log('nothing more')`)
  expect((await ended).error).toMatchObject({
    reason: 'invalid-job',
    message: `${file} runs no job: it never calls execute()`,
  })
})

test('a module that waits for ever for nothing is told so', async () => {
  const { ended } = await launch(`await new Promise(() => {})`)
  expect((await ended).error?.message).toMatch(/waits at its top level for a promise that nothing can settle/)
})

test('a job that fails while nobody handles it: exit 1, told once, after its last line', async () => {
  const { seen, ended } = await launch(`
    const job = start('bad')
    await job.print(line('the last line'))
    const error = { reason: 'user-code', message: 'boom', operatorName: 'Map', instance: 1, record: '42' }
    job.set('failed', error)
    throw Object.defineProperty(Object.assign(new Error('boom'), { data: error }), Symbol.for('millrace.JobError.v1'), { value: true })
  `)
  expect(await ended).toMatchObject({ code: 1, outcome: 'failed', error: { message: 'boom', record: '42' } })
  expect(seen.failures).toHaveLength(1)
  expect(seen.lines).toEqual(['the last line'])
})

test('how a job failed is known also where the connection breaks before it is told', async () => {
  const { job, seen, running, ended } = await launch(`
    const job = start('bad')
    job.set('running')
    await released()
    job.set('failed', { reason: 'user-code', message: 'boom' })
    process.exitCode = 1
  `)
  await running()
  job.control!.close()
  await place.release()
  expect(await ended).toMatchObject({
    code: 1,
    outcome: 'failed',
    error: { message: 'boom' },
    jobs: [{ state: 'failed' }],
  })
  expect(seen.failures).toHaveLength(1)
  expectNothingLeft(job)
})

describe('the table of a job that has ended, and its last metrics, are told once', () => {
  const text = `
    const job = start('good')
    await released()
    job.table({ kind: 'table', name: 'Top', columns: ['k'], rows: [['so far']], final: false })
    job.table({ kind: 'table', name: 'Top', columns: ['k'], rows: [['last']], final: true })
    job.set('finished')
  `
  test('to a supervisor that reads them', async () => {
    const { seen, running, ended } = await launch(text)
    await running()
    await place.release()
    await ended
    expect(seen.tables.filter((rows) => `${rows}` === 'last')).toHaveLength(1)
    expect(seen.totals).toBe(1)
  })

  test('also where the connection breaks before that', async () => {
    const { job, seen, running, ended } = await launch(text)
    await running()
    job.control!.close()
    await place.release()
    expect(await ended).toMatchObject({ code: 0, outcome: 'finished', jobs: [{ state: 'finished' }] })
    expect([seen.tables, seen.totals]).toEqual([[[['last']]], 1])
    expectNothingLeft(job)
  })

  test('also where the process ends in the same turn', async () => {
    const { seen, running, ended } = await launch(`${text}process.exit(0)`)
    await running()
    await place.release()
    expect(await ended).toMatchObject({ outcome: 'finished', jobs: [{ state: 'finished' }] })
    expect([seen.tables, seen.totals]).toEqual([[[['last']]], 1])
  })
})

test('a job that fails while the job file handles it: exit 0', async () => {
  const { ended } = await launch(
    `start('bad').set('failed', { reason: 'user-code', message: 'boom' }); console.log('handled')`,
  )
  expect(await ended).toMatchObject({ code: 0, outcome: 'finished', jobs: [{ state: 'failed' }] })
})

test('an error thrown beside a running job cancels the job and ends the process', async () => {
  const { job, seen, ended } = await launch(`start('long'); setTimeout(() => { throw new Error('beside') }, 20)`)
  expect((await ended).error).toMatchObject({ message: 'uncaught in the job file: Error: beside' })
  expect(seen.states.at(-1)).toBe('cancelled')
  expectNothingLeft(job)
})

test('process.exit while a job runs is an error with its place, whatever the code; no line is lost', async () => {
  const { file, seen, ended } = await launch(`start('long')\nconsole.log('last')\nprocess.exit(0)`)
  expect((await ended).error).toMatchObject({
    reason: 'crash',
    message: "process.exit(0) ended the process while the job 'long' was running",
    position: { file, line: 4 },
  })
  expect(seen.lines).toEqual(['last'])
})

test('process.exit after the job has finished is the right of the job file; no line is lost', async () => {
  const { seen, ended } = await launch(`
    start('done').set('finished')
    for (let i = 0; i < 50_000; i++) console.log('line ' + i)
    process.exit(0)
  `)
  expect(await ended).toMatchObject({ code: 0, outcome: 'finished', jobs: [{ state: 'finished' }] })
  expect(seen.lines).toHaveLength(50_000)
  expect(seen.lines.at(-1)).toBe('line 49999')
})

test('what is written past process.stdout arrives too', async () => {
  const { seen, ended } = await launch(`
    import { execSync } from 'node:child_process'
    start('done').set('finished')
    execSync(process.execPath + ' -e "console.log(1)"', { stdio: 'inherit' })
  `)
  await ended
  expect(seen.lines).toEqual(['1'])
})

test('the token is not in the environment of what the job starts', async () => {
  const { seen, ended } = await launch(`
    start('done').set('finished')
    console.log(JSON.stringify(process.env).includes('MILLRACE_CHILD'), process.argv.length)
  `)
  await ended
  expect(seen.lines).toEqual(['false 2'])
})

test('stop drains the job; the process ends by itself', async () => {
  const { job, running, ended, seen } = await launch(`
    const job = start('long', { drain: () => sleep(300) })
    await job.over
    console.log('drained')
  `)
  await running()
  job.stop()
  expect(await ended).toMatchObject({ outcome: 'stopped' })
  expect(seen.lines).toEqual(['drained'])
  expectNothingLeft(job)
})

test('SIGTERM once drains, and the exit code is 143', async () => {
  const { job, running, ended } = await launch(`await start('long', { drain: () => sleep(100) }).over`)
  await running()
  process.kill(job.processId!, 'SIGTERM')
  expect(await ended).toMatchObject({ code: 143, outcome: 'stopped', jobs: [{ state: 'finished' }] })
})

test('SIGINT twice ends at once, and the exit code is 130', async () => {
  const { job, seen, running, ended } = await launch(`await start('long', { drain: () => new Promise(() => {}) }).over`)
  await running()
  process.kill(job.processId!, 'SIGINT')
  // Two signals that nobody has handled yet are one.
  await expect.poll(() => seen.states).toContain('stopping')
  process.kill(job.processId!, 'SIGINT')
  expect(await ended).toMatchObject({ code: 130, outcome: 'stopped' })
  expectNothingLeft(job)
})

const neverEnding: Record<string, [text: string, sign?: 'program']> = {
  'whose module blocks in for (;;)': [`console.log('up'); start('x'); await released(); for (;;) {}`],
  'whose cancel never settles': [
    `const job = start('x', { cancel: () => new Promise(() => {}) }); await released(); await job.over`,
  ],
  'whose module waits in execSync': [`start('x'); await released(); runForEver()`, 'program'],
}
for (const [what, [text, sign]] of Object.entries(neverEnding)) {
  test(`cancel ends a job ${what} within 2 s`, async () => {
    const { job, running, ended } = await launch(text)
    await running()
    await place.release(sign)
    const before = performance.now()
    job.cancel()
    expect((await ended).outcome).toBe('cancelled')
    expect(performance.now() - before).toBeLessThan(2_000)
    expectNothingLeft(job)
  })
}

test('a process killed by someone is a failure', async () => {
  const { job, running, ended } = await launch(`await start('x').over`)
  await running()
  process.kill(job.processId!, 'SIGKILL')
  expect(await ended).toMatchObject({ outcome: 'failed', error: { reason: 'crash', message: /SIGKILL/ } })
  expectNothingLeft(job)
})

/** A job with a thread that gets a message when the supervisor asks which operators it has. */
const worker = (text: string) => `
  import { Worker } from 'node:worker_threads'
  const worker = new Worker(${JSON.stringify(text)}, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 64 } })
  const id = worker.threadId
  start('x', {
    operators: [{ id: 0, name: 'Count' }],
    metrics: () => {
      worker.postMessage(0)
      return { job: 0, elapsedMs: 1, edges: [],
        instances: [{ operatorId: 0, instance: 1, thread: 1 }],
        threads: [{ heapUsed: 0, heapLimit: 0, task: '', threadId: 999 }, { heapUsed: 0, heapLimit: 0, task: 'Count[1]', threadId: id }] }
    },
  })
  await sleep(1e6)
`
test('one growing Map in a thread: out of memory, with the thread and its operators', async () => {
  // The answer has to have arrived before the thread dies.
  const { job, seen, ended } = await launch(
    worker(`
      const grow = () => { const map = new Map(); for (let i = 0; ; i++) map.set(i, i) }
      require('node:worker_threads').parentPort.once('message', () => setTimeout(grow, 1_000))
    `),
  )
  const report = await ended
  expect(report).toMatchObject({
    outcome: 'failed',
    error: { reason: 'crash', operatorName: 'Count', instance: 1, thread: 1 },
  })
  expect(report.error?.message).toMatch(/a thread of the job ran out of memory: its heap was full \(\d+ MB in use\)/)
  expect(report.error?.details).toEqual(['on thread 1: Count[1]', 'last seen in Count[1]'])
  expect(seen.lines).toEqual([])
  expectNothingLeft(job)
})

const supervisorProgram = (distFolder: string, file: string) => `
  import { build, superviseJob } from '${distFolder}/supervisor/index.js'
  const job = superviseJob({ bundle: await build(${JSON.stringify(file)}) })
  job.on({ output: (lines) => { for (const { text } of lines) console.log(JSON.stringify({ text, pid: job.processId, path: job.address.path })) } })
  await job.ended
`
const outlived: Record<string, [rest: string, sign?: 'program']> = {
  'that waits': ['await sleep(1e6)'],
  'whose main thread is blocked for ever': ['for (;;) {}'],
  'that waits for a program it started': [`runForEver('process.on("SIGTERM", () => {})')`, 'program'],
}
for (const [what, [rest, sign]] of Object.entries(outlived)) {
  test(`a job ${what} ends when its supervisor is killed, and its folder goes`, async () => {
    const file = place.job(`start('x'); console.log('up'); await released(); ${rest}`)
    const program = place.write('supervisor.mjs', supervisorProgram(dist.replaceAll('\\', '/'), file))
    const supervising = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [data] = (await once(supervising.stdout, 'data')) as [Buffer]
    const { pid, path } = JSON.parse(String(data).split('\n')[0]) as { pid: number; path: string }
    await place.release(sign)
    expect(isAlive(pid)).toBe(true)
    supervising.kill('SIGKILL')
    await expect.poll(() => [isAlive(pid), existsSync(dirname(path))]).toEqual([false, false])
    await expect.poll(() => groupIsAlive(pid)).toBe(false)
  })
}

test('one growing array in the main thread: out of memory', async () => {
  const { job, ended } = await launch(
    `start('x'); await sleep(50); const all = []; for (;;) all.push(new Array(1e5).fill(all.length))`,
    {
      execArgv: ['--max-old-space-size=64'],
    },
  )
  expect((await ended).error?.message).toMatch(/the main thread of the job ran out of memory/)
  expectNothingLeft(job)
})
