import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { commandLine, isAlive, jobProcesses, parentOf, processesForJobs } from './processes.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../.cache/pictures', import.meta.url))

/** A job that never ends. */
const endless = (name: string) => `import { Environment, print } from 'millrace'

async function* numbers() {
  for (let n = 1; ; n++) {
    yield n
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const env = new Environment()
env.source(numbers()).map((n) => \`${name} \${n}\`).sink(print())
await env.execute('${name}')
`

/** A job that does not drain: its operator does not return. */
const STUCK = `import { Environment, print } from 'millrace'

const env = new Environment()
env
  .fromCollection([1, 2])
  .map((n) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    return n
  })
  .sink(print())
await env.execute('stuck')
`

const SHORT = `import { Environment, print } from 'millrace'

const env = new Environment()
env.fromCollection(['done']).sink(print())
await env.execute('short')
`

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  workbench = await Workbench.start(
    {
      'left.flow.ts': endless('left'),
      'right.flow.ts': endless('right'),
      'stuck.flow.ts': STUCK,
      'short.flow.ts': SHORT,
    },
    { own: true, settings: AS_TEXT },
  )
  window = workbench.window
})

afterAll(() => workbench?.stop())

// One test's jobs are none of the next one's.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await window.page.screenshot({ path: join(pictures, 'x-jobs.png') })
  for (const id of jobProcesses(workbench.folder)) globalThis.process.kill(id, 'SIGKILL')
})

const status = (state: string) => window.output.locator(`.status.${state}`)
/** A row of the output. Only those in view exist in the page, and of an endless job these are soon others. */
const says = (text: string | RegExp) => window.output.locator('.line', { hasText: text }).first()
/** Rows of Jobs by what they say. */
const job = (name: string, state: string, of = window) => of.jobs.filter({ hasText: name }).filter({ hasText: state })

/** Opens a job and runs it, until it does something. */
async function run(name: string): Promise<void> {
  await window.quickOpen(`${name}.flow.ts`)
  await window.lens('Run')
  await job(name, 'running').waitFor()
}

/** The process of the only job that runs. */
async function process(): Promise<number> {
  await expect.poll(() => jobProcesses(workbench.folder).length).toBe(1)
  return jobProcesses(workbench.folder)[0]
}

const noJobProcess = () => expect.poll(() => jobProcesses(workbench.folder)).toEqual([])
/** Nor one that waits for a job. */
const noProcess = () => expect.poll(() => processesForJobs(workbench.profile)).toEqual([])

test('a process waits for the first run once a job has been opened, and that run has it', async () => {
  await window.quickOpen('left.flow.ts')
  await expect.poll(() => processesForJobs(workbench.profile).length).toBe(1)
  const [waiting] = processesForJobs(workbench.profile)
  await noJobProcess()
  await run('left')
  expect(await process()).toBe(waiting)
  await window.endJob(job('left', 'running'), 'Cancel Job')
  await job('left', 'cancelled').waitFor()
  await noJobProcess()
})

test('stop a job that never ends: it drains; one that does not drain is ended at once by a second stop', async () => {
  const { page } = window
  await run('left')
  await says(/left \d/).waitFor()
  await window.endJob(job('left', 'running'), 'Stop Job')
  await status('stopped').waitFor()
  await job('left', 'stopped').waitFor()

  await run('stuck')
  await window.endJob(job('stuck', 'running'), 'Stop Job')
  await status('stopping').waitFor()
  await page.screenshot({ path: join(pictures, 'stopping.png') })
  await window.endJob(job('stuck', 'stopping'), 'Stop Job')
  await status('cancelled').waitFor()
  await noJobProcess()
})

test('run again from Jobs', async () => {
  await window.quickOpen('short.flow.ts')
  await window.lens('Run')
  await job('short', 'finished').waitFor()
  await window.doToJob(job('short', 'finished'), 'Run Again')
  await expect.poll(() => job('short', 'finished').count()).toBe(2)
  await says('done').waitFor()
})

test('two jobs at once: each has its output, and one is stopped without the other', async () => {
  const { page } = window
  await run('left')
  await run('right')
  await says(/right \d/).waitFor()
  expect(jobProcesses(workbench.folder)).toHaveLength(2)
  await job('left', 'running').click()
  await says(/left \d/).waitFor()
  await page.screenshot({ path: join(pictures, 'two-jobs.png') })
  await window.endJob(job('left', 'running'), 'Stop Job')
  await status('stopped').waitFor()
  expect(await job('right', 'running').count()).toBe(1)
  await window.endJob(job('right', 'running'), 'Cancel Job')
  await job('right', 'cancelled').waitFor()
  await noJobProcess()
})

test('kill the job process from outside: the panel says so within 1 s', async () => {
  await run('left')
  await status('running').waitFor()
  const id = await process()
  // The page itself looks at its clock: asking it from here takes its time.
  const said = window.output.locator('body').evaluate(
    (body: any) =>
      new Promise<number>((resolve) => {
        const { MutationObserver } = globalThis as any
        const look = () => body.querySelector('.status.failed') && resolve(Date.now())
        new MutationObserver(look).observe(body, { subtree: true, childList: true, attributes: true })
      }),
  )
  await window.output.locator('body').evaluate(() => {})
  const killed = Date.now()
  globalThis.process.kill(id, 'SIGKILL')
  expect((await said) - killed).toBeLessThan(1_000)
  expect(await window.output.locator('.status .sentence').textContent()).toContain('SIGKILL')
})

test('a second window shows what runs in the first', async () => {
  await run('left')
  const second = await window.another()
  await second.runCommand('Millrace: Focus on Jobs View')
  await job('left', 'running', second).waitFor()
  await second.output.locator('.line', { hasText: 'left' }).first().waitFor()
  await second.endJob(job('left', 'running', second), 'Stop Job')
  await expect.poll(() => job('left', 'running').count()).toBe(0)
  await noJobProcess()
  await second.close()
})

test('jobs stay by setting millrace.keepJobsRunning, are found again after a reload of the window, and can be stopped', async () => {
  await workbench.set({ 'millrace.keepJobsRunning': true })
  await run('right')
  const id = await process()
  const keeper = parentOf(id)
  await window.reload()
  await window.runCommand('Millrace: Focus on Jobs View')
  await job('right', 'running').waitFor()
  await says('right').waitFor()
  expect(jobProcesses(workbench.folder)).toEqual([id])
  await window.endJob(job('right', 'running'), 'Stop Job')
  await job('right', 'stopped').waitFor()
  await noJobProcess()
  await expect.poll(() => isAlive(keeper)).toBe(false)
  await workbench.set({})
})

test('kill the extension host with SIGKILL: no job process stays', async () => {
  await run('left')
  const id = await process()
  const extensionHost = parentOf(id)
  expect(commandLine(extensionHost)).toContain('--type=extensionHost')
  expect(processesForJobs(workbench.profile)).toContain(id)
  globalThis.process.kill(extensionHost, 'SIGKILL')
  await noProcess()
  await noJobProcess()
  await window.reload()
})

test('end the server with SIGTERM: no job process stays', async () => {
  await run('left')
  await process()
  globalThis.process.kill(workbench.processId, 'SIGTERM')
  await noProcess()
  await noJobProcess()
})
