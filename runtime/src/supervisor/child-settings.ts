import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from '../control/index.ts'
import type { JobOverrides, PreviewOptions } from '../execution/index.ts'
import type { FailedCall } from '../failure/index.ts'

/** What a supervisor hands to the process it starts. */
export interface ChildSettings {
  readonly endpoint: Endpoint
  readonly bundleUrl: string
  readonly jobFile: string
  readonly overrides: JobOverrides
  /** What the job finds in `process.argv` after its own name. */
  readonly args: readonly string[]
  readonly mode: ChildMode
}

/** What a process does with a job's module. */
export type ChildMode =
  /** Runs it as the program it is. */
  | { readonly kind: 'run' }
  /** Imports it for its graphs only. */
  | { readonly kind: 'collect' }
  /** Imports it for a job, of which it runs a part. */
  | { readonly kind: 'preview'; readonly job?: number; readonly preview: PreviewOptions }
  /** Imports it for a job, of which one call that has failed is made again. */
  | { readonly kind: 'replay'; readonly job: number; readonly failedCall: FailedCall }

const VARIABLE = 'MILLRACE_CHILD'
/** File descriptor of the pipe that ends when the supervisor does. The child writes one byte when it can be reached. */
export const LIFELINE_FD = 3

/**
 * As an environment variable, because a command line can be read by every user of the machine. A failed call may be
 * larger than a variable can be, so the mode is in a file of the private folder.
 */
export function asEnvironment({ mode, ...settings }: ChildSettings): Record<string, string> {
  writeFileSync(modeFile(settings), JSON.stringify(mode), { mode: 0o600 })
  return { [VARIABLE]: JSON.stringify(settings) }
}

const modeFile = ({ endpoint }: Pick<ChildSettings, 'endpoint'>) => join(endpoint.folder, 'mode.json')

/** Reads the settings and removes them, so that no process that the job starts gets the token. */
export function takeSettings(): ChildSettings {
  const text = process.env[VARIABLE]
  delete process.env[VARIABLE]
  if (!text) throw new Error('this file is the inside of `millrace run`: start jobs with `millrace run FILE`')
  const settings = JSON.parse(text) as Omit<ChildSettings, 'mode'>
  return { ...settings, mode: JSON.parse(readFileSync(modeFile(settings), 'utf8')) }
}
