import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../.cache/jobs/', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** What the job passed to `report(..)`, in order. */
  readonly reports: any[]
  readonly milliseconds: number
}

/** What every job of these tests begins with. */
const head = `
import { Environment, JobError, isJobError, generate, collect, print, END, defineSource, defineSink } from 'millrace'
import { isMainThread, threadId } from 'node:worker_threads'
/** Tells the test something, from the coordinator. */
const report = (value) => process.stderr.write('@@' + JSON.stringify(value) + '\\n')
`

/**
 * Runs a job file in a Node process of its own, as a user's \`node job.mjs\` would.
 *
 * @param body the module's text after the imports
 */
export async function runJob(
  body: string,
  options: { args?: string[]; nodeArgs?: string[]; during?: (child: ChildProcess) => void } = {},
): Promise<Ran> {
  mkdirSync(folder, { recursive: true })
  const own = mkdtempSync(join(folder, 'job-'))
  try {
    const file = join(own, 'job.mjs')
    writeFileSync(file, head + body)
    return await run([...(options.nodeArgs ?? []), file, ...(options.args ?? [])], own, options.during)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

function run(args: string[], cwd: string, during?: (child: ChildProcess) => void): Promise<Ran> {
  const start = performance.now()
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  during?.(child)
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      const lines = stderr.split('\n')
      const reports = lines.filter((line) => line.startsWith('@@')).map((line) => JSON.parse(line.slice(2)))
      const rest = lines.filter((line) => !line.startsWith('@@')).join('\n')
      resolve({ code, signal, stdout, stderr: rest, reports, milliseconds: performance.now() - start })
    })
  })
}

/** Runs a job and returns what its \`collect()\` sink got, in order of arrival. */
export async function collected(body: string, config = '{}'): Promise<any[]> {
  const ran = await runJob(`
const env = new Environment(${config})
${body}
const handle = await env.execute('test')
report((await handle.waitFinish()).results.collect ?? [])
`)
  if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.stderr}`)
  return ran.reports.at(-1)
}
