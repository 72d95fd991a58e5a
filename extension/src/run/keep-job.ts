import { fork } from 'node:child_process'
import type { SuperviseOptions } from 'millrace/supervisor'
import type { FoundJob } from './attached-job.ts'
import type { RunRequest } from './run-request.ts'

/** What a keeper is told. */
export interface KeeperSettings extends SuperviseOptions {
  /** Absolute path of the `millrace/supervisor` to use. */
  readonly supervisor: string
  /** Folder of the notes of runs. */
  readonly noteFolder: string
  /** What the note says of the run. */
  readonly request: RunRequest
}

/** What a keeper answers once the job can be reached, or why it cannot. It then waits for a word before the job runs. */
export type KeeperAnswer = FoundJob | { readonly failed: string }

/**
 * Starts a job under a supervisor that outlives this process, and connects to it.
 *
 * @param program absolute path of the compiled `job-keeper.ts`
 * @param attach connects to the job: the job runs once that is done
 * @throws Error when it cannot be started
 */
export async function keepJob<T>(
  program: string,
  settings: KeeperSettings,
  attach: (job: FoundJob) => Promise<T>,
): Promise<T> {
  const { execPath, env, cwd } = settings
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
  const child = fork(program, [], { execPath, env, cwd, execArgv: [], detached: true, stdio: [...stdio] })
  child.unref()
  try {
    const answer = await new Promise<KeeperAnswer>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`what keeps the job ended with exit code ${code}`)))
      child.once('message', (message) => resolve(message as KeeperAnswer))
      child.send(settings)
    })
    if ('failed' in answer) throw new Error(answer.failed)
    return await attach(answer)
  } finally {
    child.removeAllListeners()
    child.on('error', () => {})
    if (child.connected) child.disconnect()
  }
}
