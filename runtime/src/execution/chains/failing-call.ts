import type { ChainShape, HeadInput } from './chain-shape.ts'

/** Beside the record: what an operator was called with when it failed. */
export interface CallPlace {
  readonly key: unknown
  readonly timestamp: number
  readonly port: number
}

/**
 * Code for the key of the record `v`, which is the input's at `position - 1`. Keys that are fields of the record are read
 * from it, others come with it; each input port has its way.
 */
export function keyCode(input: HeadInput): string {
  if (input.kind === 'indexed' || !input.keys) return 'undefined'
  const { key } = input
  const sent = 'keys === undefined ? undefined : keys[position - 1]'
  if (key === undefined) return sent
  const of = (port: number) => (key[port] ? `keyOf[${port}](v)` : `(${sent})`)
  return key.length < 2 ? of(0) : `(port === 0 ? ${of(0)} : ${of(1)})`
}

/**
 * Code that reports what was thrown. The loop notes nothing for it but the node in `at`: what the head was called with is
 * still in the input, and only the head has keys. `at` is above the nodes where the function of an edge was called, on a
 * record that the node has emitted.
 */
export function failureCode({ input, nodes }: ChainShape): string {
  const timestamp = input.kind === 'indexed' ? 'NO' : 'times === undefined ? NO : times[position - 1]'
  return `if (at >= ${nodes.length}) throw report.failed(at - ${nodes.length}, current, error)
    if (at > 0) throw report.failed(at, current, error, { key: undefined, timestamp: time, port: 0 })
    let key
    try { const v = values[position - 1]; key = ${keyCode(input)} } catch {}
    throw report.failed(0, current, error, { key, timestamp: ${timestamp}, port })`
}
