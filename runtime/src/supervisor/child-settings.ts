import type { Endpoint } from '../control/index.ts'
import type { JobOverrides } from '../execution/index.ts'

/** What a supervisor hands to the process it starts. */
export interface ChildSettings {
  readonly endpoint: Endpoint
  readonly bundleUrl: string
  readonly jobFile: string
  readonly overrides: JobOverrides
  /** Whether the module is imported for its graphs only. */
  readonly collect: boolean
}

const VARIABLE = 'MILLRACE_CHILD'
/** File descriptor of the pipe that ends when the supervisor does. The child writes one byte when it can be reached. */
export const LIFELINE_FD = 3

/** As an environment variable, because a command line can be read by every user of the machine. */
export function asEnvironment(settings: ChildSettings): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(settings) }
}

/** Reads the settings and removes them, so that no process that the job starts gets the token. */
export function takeSettings(): ChildSettings {
  const text = process.env[VARIABLE]
  delete process.env[VARIABLE]
  if (!text) throw new Error('this file is the inside of `millrace run`: start jobs with `millrace run FILE`')
  return JSON.parse(text) as ChildSettings
}
