import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a job's process can be reached. Plain data: it is handed from the supervisor to the job's process. */
export interface Endpoint {
  /** Path of the socket, or name of the pipe on Windows. */
  readonly path: string
  /** What a client says in `hello`. */
  readonly token: string
  /** A folder that only this user can enter; it holds the socket and goes when the job has ended. */
  readonly folder: string
}

/**
 * Longest socket path in bytes that every system takes (`sun_path` has 104 bytes on macOS and BSD, 108 on Linux, with
 * the final zero).
 */
const LONGEST_SOCKET_PATH = 103

/** Makes a private folder, a name for the socket inside it, and a random token. Nothing listens yet. */
export function createEndpoint(base: string = tmpdir()): Endpoint {
  const token = randomBytes(32).toString('base64url')
  if (process.platform === 'win32') {
    const path = `\\\\.\\pipe\\millrace-${randomBytes(16).toString('hex')}`
    return { path, token, folder: mkdtempSync(join(base, 'millrace-')) }
  }
  const fits = Buffer.byteLength(join(base, 'millrace-XXXXXX', 'control')) <= LONGEST_SOCKET_PATH
  // mkdtemp gives mode 0700 less the umask; the chmod makes an odd umask harmless.
  const folder = mkdtempSync(join(fits ? base : '/tmp', 'millrace-'))
  chmodSync(folder, 0o700)
  return { path: join(folder, 'control'), token, folder }
}

/** Removes the folder with all that is in it. Never throws: what is left is retried by nobody, and holds no secret. */
export function removeEndpoint(endpoint: Endpoint): void {
  try {
    rmSync(endpoint.folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {}
}
