import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildJob, type StartSettings } from './start-job.ts'

const TIMEOUT_MS = 20_000

/** What came to a sink, as JSON where it is JSON. */
export interface TriedSink {
  readonly name: string
  readonly count: number
  readonly records: readonly { readonly text: string; readonly json: boolean }[]
}

/**
 * Runs a job file twice as `testJob` does, with records for its sources and no sinks, in a process of its own.
 *
 * @param sources records as TypeScript, by the source's name
 * @returns what came to its sinks; undefined where that was not the same twice
 * @throws Error what the job failed with, or that it takes too long
 */
export async function tryJob(
  settings: StartSettings,
  sources: Readonly<Record<string, string>>,
  job: string | undefined,
): Promise<readonly TriedSink[] | undefined> {
  const { runtime, env, execPath } = await buildJob(settings, () => {})
  const testing = pathToFileURL(createRequire(runtime.file).resolve('millrace/testing')).href
  const { file } = settings.request
  const inputs = Object.entries(sources).map(([name, records]) => `[${JSON.stringify(name)}, ${records}]`)
  const program = `
import { writeSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { testJob } from ${JSON.stringify(testing)}
const answer = (value) => { writeSync(3, JSON.stringify(value)); process.exit() }
const shown = (record) => {
  const text = JSON.stringify(record)
  const json = text !== undefined && isDeepStrictEqual(JSON.parse(text), record)
  return { text: text ?? '', json }
}
const run = async () => (await testJob(${JSON.stringify(file)}, {
  sources: Object.fromEntries([${inputs.join(', ')}]),
  ${job === undefined ? '' : `job: ${JSON.stringify(job)},`}
})).sinks
try {
  const sinks = await run()
  if (!isDeepStrictEqual(sinks, await run())) answer({})
  answer({ sinks: Object.entries(sinks).map(([name, records]) => ({ name, count: records.length, records: records.map(shown) })) })
} catch (error) {
  answer({ error: error.message })
}`
  const { sinks, error } = await answerOf(execPath, program, { env, cwd: dirname(file) })
  if (error !== undefined) throw new Error(error)
  return sinks
}

interface Answer {
  readonly sinks?: readonly TriedSink[]
  readonly error?: string
}

/** What a program says on its fourth stream. */
function answerOf(node: string, program: string, options: { env: NodeJS.ProcessEnv; cwd: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--input-type=module', '-e', program], {
      ...options,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
    let text = ''
    child.stdio[3]!.on('data', (chunk: Buffer) => {
      text += chunk
    })
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      if (text === '') reject(new Error('the job did not come to its end with these records'))
      else resolve(JSON.parse(text) as Answer)
    })
  })
}
