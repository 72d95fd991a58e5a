import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

type Supervisor = typeof import('millrace/supervisor')

/**
 * The runtime a job runs on: the project's own where it has one, else the one that comes with the extension.
 *
 * @param jobFile absolute path of the job
 * @param extensionFile absolute path of a file of the extension; its runtime is found from there
 */
export async function findRuntime(jobFile: string, extensionFile: string): Promise<Supervisor> {
  const file = supervisorSeenFrom(jobFile) ?? supervisorSeenFrom(extensionFile)
  if (file === undefined) throw new Error('the extension has lost its runtime: install Millrace again')
  return (await import(pathToFileURL(file).href)) as Supervisor
}

function supervisorSeenFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('millrace/supervisor')
  } catch {
    return undefined
  }
}
