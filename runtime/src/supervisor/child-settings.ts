import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from '../control/index.ts'
import type { JobOverrides, PreviewOptions } from '../execution/index.ts'
import type { FailedCall } from '../failure/index.ts'

/** What a process is told when it is started. */
export interface ChildPlace {
  /** Where it is to be reached. */
  readonly endpoint: Endpoint
  /** Whether it waits for a job that there is not yet, and loads meanwhile what any job needs. */
  readonly standsBy: boolean
}

/** What it is told before its owner comes: the job. */
export interface ChildSettings {
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

/** How long a process stands by, milliseconds. */
export const STAND_BY_MS = 10 * 60_000

const VARIABLE = 'MILLRACE_CHILD'
/** File descriptor of the pipe that ends when the supervisor does. The child writes one byte when it can be reached. */
export const LIFELINE_FD = 3

/** As an environment variable, because a command line can be read by every user of the machine. */
export function asEnvironment(place: ChildPlace): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(place) }
}

/** Reads the place and removes it, so that no process that the job starts gets the token. */
export function takePlace(): ChildPlace {
  const text = process.env[VARIABLE]
  delete process.env[VARIABLE]
  if (!text) throw new Error('this file is the inside of `millrace run`: start jobs with `millrace run FILE`')
  return JSON.parse(text) as ChildPlace
}

const settingsFile = (endpoint: Endpoint) => join(endpoint.folder, 'job.json')

/** In a file of the private folder: a failed call may be larger than a variable can be. */
export function writeSettings(endpoint: Endpoint, settings: ChildSettings): void {
  writeFileSync(settingsFile(endpoint), JSON.stringify(settings), { mode: 0o600 })
}

export function readSettings(endpoint: Endpoint): ChildSettings {
  return JSON.parse(readFileSync(settingsFile(endpoint), 'utf8')) as ChildSettings
}
