import type { FailedCall } from '../failure/index.ts'
import { BatchDecoder, BatchEncoder } from './codec/index.ts'

/** What an operator is to be given so that it fails as it did. */
export interface OperatorCall {
  /** Its input in order; it failed on the last one. */
  readonly records: readonly unknown[]
  readonly key: unknown
  /** Of the last record; `-Infinity` where it has none. */
  readonly timestamp: number
  readonly port: number
}

const MOST_BYTES = 1024 * 1024

/** The call in a form that crosses JSON; undefined where it is too large or no plain data. */
export function encodeCall(operatorId: number, call: OperatorCall): FailedCall | undefined {
  try {
    const bytes = new BatchEncoder().encode([call])
    if (bytes.length > MOST_BYTES) return undefined
    return { operatorId, encoded: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') }
  } catch {
    return undefined
  }
}

export function decodeCall({ encoded }: FailedCall): OperatorCall {
  const [call] = new BatchDecoder().decode(Buffer.from(encoded, 'base64'))
  return call as OperatorCall
}
