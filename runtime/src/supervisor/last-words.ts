import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Undelivered } from '../control/index.ts'
import type { JobErrorData } from '../failure/index.ts'

/**
 * What a process leaves behind that ends without another turn of its event loop (`process.exit` in user code), or whose
 * supervisor may not have read everything: a file in the private folder, read when the process has gone.
 */
export interface LastWords extends Undelivered {
  readonly error?: JobErrorData
}

const FILE = 'last-words.json'

export function writeLastWords(folder: string, words: LastWords): void {
  try {
    writeFileSync(join(folder, FILE), JSON.stringify(words), { mode: 0o600 })
  } catch {
    // The supervisor then knows what the exit code says.
  }
}

export function readLastWords(folder: string): LastWords | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as LastWords
  } catch {
    return undefined
  }
}
