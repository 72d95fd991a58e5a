import type { SourcePosition } from './source-position.ts'
import { userFrame } from './user-frame.ts'

/** Frames looked at: enough to get from an API method to the user's call. */
const DEPTH = 12

/** Where the user's text calls the API method that asks. */
export function callSite(): SourcePosition | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = DEPTH
  const error = new Error()
  Error.stackTraceLimit = limit
  return userFrame(error)
}
