import { findSourceMap } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { isJobError, type JobErrorData, type SourcePosition } from '../failure/index.ts'

const runtime = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Ours: as built, and as source maps call it. */
const ownFolders = [join(runtime, 'dist') + sep, join(runtime, 'src') + sep]

/** What a job's module threw, as the error of a job that never came to be. */
export function moduleError(thrown: unknown, what: string): JobErrorData {
  if (isJobError(thrown)) return thrown.data
  if (!(thrown instanceof Error)) return { reason: 'user-code', message: `${what}: ${inspect(thrown)}` }
  const stack = String(thrown.stack ?? '')
  const name = thrown.name && !thrown.message.startsWith(thrown.name) ? `${thrown.name}: ` : ''
  return {
    reason: 'user-code',
    message: `${what}: ${name}${thrown.message || inspect(thrown)}`,
    position: userPosition(stack) ?? linkPosition(stack),
    stack,
  }
}

/** The first place of a stack in a file of the user: neither Node's, nor a package's, nor this runtime's. */
export function userPosition(stack: string): SourcePosition | undefined {
  for (const line of stack.split('\n')) {
    const frame = /^\s+at (?:.*\()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).+?):(\d+):(\d+)\)?$/.exec(line)
    if (!frame) continue
    const file = frame[1].startsWith('file:') ? fileURLToPath(frame[1]) : frame[1]
    if (ownFolders.some((folder) => file.startsWith(folder)) || file.includes(`${sep}node_modules${sep}`)) continue
    return { file, line: Number(frame[2]), column: Number(frame[3]) }
  }
  return undefined
}

/** A module that cannot be linked has no frames, only the place in the bundle in front of the message. */
function linkPosition(stack: string): SourcePosition | undefined {
  const place = /^(file:\/\/.+?\.mjs):(\d+)\n/.exec(stack)
  if (!place) return undefined
  const entry = findSourceMap(place[1])?.findEntry(Number(place[2]) - 1, 0)
  if (!entry || !('originalSource' in entry)) return undefined
  const { originalSource, originalLine, originalColumn } = entry
  const file = originalSource.startsWith('file:') ? fileURLToPath(originalSource) : originalSource
  return { file, line: originalLine + 1, column: originalColumn + 1 }
}
