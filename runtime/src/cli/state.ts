import { setTimeout as sleep } from 'node:timers/promises'
import { type ControlClient, connect, isBroken, type JobStatus, type KeyStateEntry } from '../control/index.ts'
import { keyReadings } from '../partitioning/index.ts'
import { type RunningJobFile, runningJobs } from '../supervisor/index.ts'
import { findJobFile, nice } from './job-file.ts'
import { WrongUse } from './wrong-use.ts'

export interface StateOptions {
  readonly job?: string
  readonly process?: number
}

/** Milliseconds that a process which is about to start, or to end, may take for it. */
const PATIENCE = 5_000
const PAUSE = 50

/**
 * Prints what a running job keeps for one key.
 *
 * @param name an operator's name or uid, or a state's name
 * @param key as a user types it, see `keyReadings`
 * @returns the exit code: 0, or 1 when there is nothing for the key
 * @throws WrongUse when there is no such job, operator or state, or the job cannot be asked
 */
export async function state(given: string, name: string, key: string, options: StateOptions): Promise<number> {
  const file = findJobFile(given)
  const client = await reach(file, options.process)
  try {
    return show(await ask(client, file, name, key, options.job), key)
  } finally {
    client.close()
  }
}

async function ask(client: ControlClient, file: string, name: string, key: string, job: string | undefined) {
  let closed = false
  client.onClose(() => {
    closed = true
  })
  const { job: number } = chosen(client.jobs, job)
  try {
    return await client.queryState(number, name, key)
  } catch (error) {
    if (closed || isBroken(error)) throw doesNotRun(file)
    throw new WrongUse((error as Error).message)
  }
}

function show(entries: readonly KeyStateEntry[], key: string): number {
  const readings = keyReadings(key).map(({ text }) => text)
  if (entries.length === 0) {
    process.stderr.write(`nothing is kept under ${readings.join(' or ')}\n`)
    return 1
  }
  for (const { operatorName, name, namespace, text } of entries) {
    const window = namespace === undefined ? '' : ` (until ${new Date(namespace).toISOString()})`
    process.stdout.write(`${operatorName}  ${name}${window}  ${text}\n`)
  }
  if (readings.length > 1) process.stderr.write(`the key is ${entries[0].key}\n`)
  return 0
}

/** Connects to the process that runs a file. One that nobody can connect to is about to start, or has just died. */
async function reach(file: string, wanted: number | undefined): Promise<ControlClient> {
  const until = Date.now() + PATIENCE
  for (;;) {
    const running = theProcess(file, wanted)
    try {
      return await connect({ ...running, output: 'none' })
    } catch (error) {
      // A job that refuses says so by number; what the system has to say comes by name, or without a code.
      if (typeof (error as { code?: unknown }).code === 'number') throw new WrongUse((error as Error).message)
    }
    if (Date.now() > until) {
      throw new WrongUse(
        `${nice(file)} cannot be asked: process ${running.processId}, which ran it, does not listen`,
        `If it has ended, start it with: millrace run ${nice(file)}`,
      )
    }
    await sleep(PAUSE)
  }
}

function theProcess(file: string, wanted: number | undefined): RunningJobFile {
  const running = runningJobs(file)
  const processes = running.map(({ processId }) => processId).join(', ')
  const found = running.filter(({ processId }) => (wanted ?? processId) === processId)
  if (running.length === 0) throw doesNotRun(file)
  if (found.length === 0) throw new WrongUse(`process ${wanted} does not run ${nice(file)}`, `There is ${processes}`)
  if (found.length > 1) {
    throw new WrongUse(`${nice(file)} runs ${found.length} times`, `Choose one with --process: ${processes}`)
  }
  return found[0]
}

function doesNotRun(file: string): WrongUse {
  return new WrongUse(`${nice(file)} does not run`, `Start it with: millrace run ${nice(file)}`)
}

function chosen(jobs: readonly JobStatus[], name: string | undefined): JobStatus {
  const found = jobs.filter((job) => (name ?? job.name) === job.name)
  const running = found.find(({ state }) => state === 'running' || state === 'stopping')
  if (running !== undefined) return running
  const names = jobs.map((job) => `'${job.name}' (${job.state})`).join(', ')
  throw new WrongUse(
    name === undefined ? 'no job of the file runs at the moment' : `no job '${name}' runs`,
    names === '' ? undefined : `Its jobs: ${names}`,
  )
}
