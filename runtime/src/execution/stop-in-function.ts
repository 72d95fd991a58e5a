import type { Session } from 'node:inspector/promises'

/**
 * Makes a debugger stop on the first line of a function when it is called next; does nothing where none is attached. It
 * needs no place in a file, so it finds functions that were made in a loop, or by another function.
 */
export async function stopInFunction(fn: unknown): Promise<void> {
  const inspector = await import('node:inspector/promises')
  if (typeof fn !== 'function' || inspector.url() === undefined) return
  const session: Session = new inspector.Session()
  session.connect()
  await session.post('Debugger.enable')
  const place = globalThis as { millraceStopsIn?: unknown }
  place.millraceStopsIn = fn
  const { result } = await session.post('Runtime.evaluate', { expression: 'globalThis.millraceStopsIn' })
  delete place.millraceStopsIn
  // Not in the types of Node: V8 calls it experimental, and its `debug(f)` is made of it.
  const post = session.post.bind(session) as (method: string, parameters: object) => Promise<unknown>
  await post('Debugger.setBreakpointOnFunctionCall', { objectId: result.objectId })
}
