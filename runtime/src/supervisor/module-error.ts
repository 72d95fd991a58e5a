import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { isJobError, type JobErrorData, type SourcePosition, userFrame } from '../failure/index.ts'

/** What a job's module threw, as the error of a job that never came to be. */
export function moduleError(thrown: unknown, what: string): JobErrorData {
  if (isJobError(thrown)) return thrown.data
  if (!(thrown instanceof Error)) return { reason: 'user-code', message: `${what}: ${inspect(thrown)}` }
  const stack = String(thrown.stack ?? '')
  const name = thrown.name && !thrown.message.startsWith(thrown.name) ? `${thrown.name}: ` : ''
  return {
    reason: 'user-code',
    message: `${what}: ${name}${thrown.message || inspect(thrown)}`,
    position: userFrame(thrown) ?? linkPosition(stack),
    stack,
  }
}

/** A module that cannot be linked has no frames, only its place, its line and a caret in front of the message. */
function linkPosition(stack: string): SourcePosition | undefined {
  const place = /^(.+?):(\d+)\n.*\n(\s*)\^/.exec(stack)
  if (!place) return undefined
  const file = place[1].startsWith('file:') ? fileURLToPath(place[1]) : place[1]
  return { file, line: Number(place[2]), column: place[3].length + 1 }
}
