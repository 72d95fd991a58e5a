import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

type Supervisor = typeof import('millrace/supervisor')

/** What builds a job and runs it. */
export type Runtime = Pick<Supervisor, 'build' | 'superviseJob'> & {
  /** Absolute path of its `millrace/supervisor`. */
  readonly supervisor: string
}

/**
 * The runtime a job runs on: the project's own where it has one, else the one that comes with the extension.
 *
 * @param jobFile absolute path of the job
 * @param extensionFile absolute path of a file of the extension; its runtime is found from there
 */
export async function findRuntime(jobFile: string, extensionFile: string): Promise<Runtime> {
  const file = supervisorSeenFrom(jobFile) ?? supervisorSeenFrom(extensionFile)
  if (file === undefined) throw new Error('the extension has lost its runtime: install Millrace again')
  const { build, superviseJob } = (await import(pathToFileURL(file).href)) as Supervisor
  return { supervisor: file, build, superviseJob }
}

function supervisorSeenFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('millrace/supervisor')
  } catch {
    return undefined
  }
}
