import { connect, type JobStatus } from '../control/index.ts'
import { runningJobs } from '../supervisor/index.ts'
import { findJobFile, nice } from './job-file.ts'
import { WrongUse } from './wrong-use.ts'

export interface StateOptions {
  readonly job?: string
  readonly process?: number
}

/**
 * Prints what a running job keeps for one key.
 *
 * @param name an operator's name or uid, or a state's name
 * @param key as JSON; what is no JSON is a text
 * @returns the exit code: 0, or 1 when there is nothing for the key
 */
export async function state(given: string, name: string, key: string, options: StateOptions): Promise<number> {
  const file = findJobFile(given)
  const running = runningJobs(file).filter(({ processId }) => (options.process ?? processId) === processId)
  if (running.length === 0) {
    throw new WrongUse(`${nice(file)} does not run`, `Start it with: millrace run ${nice(file)}`)
  }
  if (running.length > 1) {
    const processes = running.map(({ processId }) => processId).join(', ')
    throw new WrongUse(`${nice(file)} runs ${running.length} times`, `Choose one with --process: ${processes}`)
  }
  const client = await connect({ ...running[0], output: 'none' })
  try {
    const entries = await client.queryState(chosen(client.jobs, options.job).job, name, key)
    for (const { operatorName, name, namespace, text } of entries) {
      const window = namespace === undefined ? '' : ` (until ${new Date(namespace).toISOString()})`
      process.stdout.write(`${operatorName}  ${name}${window}  ${text}\n`)
    }
    if (entries.length > 0) return 0
    process.stderr.write(`nothing is kept under the key ${key}\n`)
    return 1
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    client.close()
  }
}

function chosen(jobs: readonly JobStatus[], name: string | undefined): JobStatus {
  const found = jobs.filter((job) => (name ?? job.name) === job.name)
  const running = found.find(({ state }) => state === 'running' || state === 'stopping')
  if (running !== undefined) return running
  const names = jobs.map((job) => `'${job.name}' (${job.state})`).join(', ')
  throw new WrongUse(name === undefined ? 'no job of the file runs at the moment' : `no job '${name}' runs`, names)
}
