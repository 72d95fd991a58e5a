import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from '../control/index.ts'
import { filesFolder } from './bundle-folder.ts'

/** Where a running job can be reached. */
export interface RunningJobFile {
  readonly processId: number
  readonly path: string
  readonly token: string
}

/**
 * Leaves word beside a job file that it runs, readable by this user only, so that other commands find it.
 *
 * @returns what takes it back; never throws: a job runs as well without being found
 */
export function announce(jobFile: string, processId: number, { path, token }: Endpoint): () => void {
  const folder = join(filesFolder(jobFile), 'running')
  const file = join(folder, `${processId}.json`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify({ jobFile, processId, path, token }), { mode: 0o600 })
  } catch {
    return () => {}
  }
  return () => rmSync(file, { force: true })
}

/** The processes that run a job file at the moment; what others have left behind is removed. */
export function runningJobs(jobFile: string): RunningJobFile[] {
  const folder = join(filesFolder(jobFile), 'running')
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const file = join(folder, name)
    try {
      const found = JSON.parse(readFileSync(file, 'utf8')) as RunningJobFile & { readonly jobFile: string }
      if (isAlive(found.processId)) return found.jobFile === jobFile ? [found] : []
    } catch {
      // Half written, or of another version: whoever wrote it removes it.
      return []
    }
    rmSync(file, { force: true })
    return []
  })
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
