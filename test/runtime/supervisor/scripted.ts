import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const dist = join(root, 'runtime', 'dist')

/** A job as the engine would run it, without an engine: what it tells its listener is up to the test. */
const prelude = `
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jobHost } from '${dist.replaceAll('\\', '/')}/execution/index.js'
const host = jobHost()
const listener = host.listener
let next = 0
export const line = (text, operatorName, instance = 0, parallelism = 1) =>
  ({ text, stream: 'stdout', operatorName, operatorId: 0, instance, parallelism })
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
export async function released() {
  while (!existsSync(join(import.meta.dirname, 'go'))) await sleep(10)
  writeFileSync(join(import.meta.dirname, 'gone'), '')
}
export function runForEver(first = '') {
  const text = first + ';require("node:fs").writeFileSync("program", ""); setInterval(() => {}, 1000)'
  execFileSync(process.execPath, ['-e', text], { cwd: import.meta.dirname })
}
export function start(name, options = {}) {
  const job = next++
  let state = 'created', error
  let end
  const over = new Promise((resolve) => { end = resolve })
  const keepAlive = setInterval(() => {}, 1000)
  const status = () => ({ job, name, state, threads: 2, error })
  const totals = options.metrics ?? (() => ({ job, elapsedMs: 0, instances: [], edges: [], threads: [] }))
  const set = (to, why) => {
    if (['finished', 'failed', 'cancelled'].includes(state)) return status()
    state = to; error = why
    listener.stateChanged(status())
    if (['finished', 'failed', 'cancelled'].includes(to)) { clearInterval(keepAlive); end() }
    return status()
  }
  listener.jobCreated({
    job, status,
    graph: () => ({ logical: { operators: options.operators ?? [] }, physical: {} }),
    observation: { metrics: async () => totals(), totals },
    stop: async () => { set('stopping'); await options.drain?.(); return set('finished') },
    cancel: async () => { await options.cancel?.(); return set('cancelled') },
  })
  set('running')
  return { set, over, print: (...lines) => listener.printed(job, lines), table: (result) => listener.sinkResult(job, 0, result) }
}
`

export function workplace() {
  // The real path: a module's URL has no symbolic links.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mr-test-')))
  return {
    folder,
    write(name: string, text: string): string {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    },
    /**
     * Writes a job that imports `start`, `line`, `sleep`; `released`, which waits for `release()`; and `runForEver`, which
     * blocks in a program that never ends.
     */
    job(text: string, name = 'test.flow.ts'): string {
      this.write('scripted.js', prelude)
      return this.write(name, `import { start, line, sleep, released, runForEver } from './scripted.js'\n${text}`)
    },
    /**
     * Lets a job go on that waits in `released()`. One that is to block must not do so before what it has told has left
     * its process, which only who hears it knows.
     *
     * @param sign the file that says how far the job is: behind `released()`, or in its program
     */
    async release(sign: 'gone' | 'program' = 'gone'): Promise<void> {
      this.write('go', '')
      await expect.poll(() => existsSync(join(folder, sign)), { timeout: 20_000 }).toBe(true)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Whether any process of a process group is left: what a job has started with it. */
export function groupIsAlive(pid: number): boolean {
  if (process.platform !== 'linux') return false
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      try {
        // After the name in brackets: state, parent, group.
        const [state, , group] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')
        return Number(group) === pid && state !== 'Z'
      } catch {
        return false
      }
    })
}

/** Whether a process is there and not only a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
