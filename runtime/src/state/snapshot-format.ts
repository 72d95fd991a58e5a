import { deserialize, serialize } from 'node:v8'

/** One key's value in a snapshot. */
export type Saved = readonly [table: string, namespace: number | undefined, key: unknown, value: unknown]

/** What a key group's bytes begin with: what they are, and the version of their format. */
const MAGIC = Buffer.from('MRKG')
const VERSION = 1

/** @throws Error naming state and key, for a value that is no plain data */
export function toGroup(saved: readonly Saved[]): Uint8Array {
  let body: Buffer
  try {
    body = serialize(saved)
  } catch (error) {
    throw refused(saved) ?? error
  }
  return Buffer.concat([MAGIC, Buffer.of(VERSION), body])
}

/** @throws Error for bytes that are no snapshot, are damaged, or of a newer version */
export function* fromGroups(groups: Iterable<Uint8Array>): Generator<Saved> {
  for (const given of groups) {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('this is no snapshot of keyed state')
    const version = bytes[MAGIC.length]
    if (version !== VERSION) {
      throw new Error(`the snapshot has version ${version} of its format, and this millrace knows version ${VERSION}`)
    }
    let saved: Saved[]
    try {
      saved = deserialize(bytes.subarray(MAGIC.length + 1))
    } catch (error) {
      throw new Error(`the snapshot of keyed state is damaged: ${(error as Error).message}`, { cause: error })
    }
    yield* saved
  }
}

function refused(saved: readonly Saved[]): Error | undefined {
  for (const [table, , key, value] of saved) {
    try {
      serialize(value)
    } catch (error) {
      return new Error(
        `the state '${table}' of the key ${JSON.stringify(key)} cannot be saved: ${(error as Error).message} (state is plain data)`,
        { cause: error },
      )
    }
  }
  return undefined
}
