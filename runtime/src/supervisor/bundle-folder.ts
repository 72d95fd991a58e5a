import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const DAY_MS = 24 * 3600 * 1000

/**
 * The folder for files that belong to a job: `.millrace` beside it, or one in the user's cache where the job's own
 * folder cannot be written.
 */
export function filesFolder(jobFile: string): string {
  const beside = join(dirname(jobFile), '.millrace')
  if (canHold(beside)) return beside
  const key = createHash('sha256').update(dirname(jobFile)).digest('hex').slice(0, 16)
  const cached = join(cacheFolder(), 'millrace', key)
  mkdirSync(cached, { recursive: true })
  return cached
}

function canHold(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function cacheFolder(): string {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
}

/** Name of a job's bundle: it holds a hash of the content, so that a running job keeps the bundle it started with. */
export function bundleName(jobFile: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return `${stem(jobFile)}.${hash}.mjs`
}

/** Removes bundles of the job that nobody has built for a day. */
export function removeOldBundles(folder: string, jobFile: string, except: string): void {
  const prefix = `${stem(jobFile)}.`
  for (const name of readdirSync(folder)) {
    const bundle = name.replace(/\.map$/, '')
    if (!name.startsWith(prefix) || bundle === except || !/^[0-9a-f]{12}\.mjs$/.test(bundle.slice(prefix.length)))
      continue
    try {
      const path = join(folder, name)
      if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { force: true })
    } catch {
      // Another process was quicker.
    }
  }
}

function stem(jobFile: string): string {
  return basename(jobFile).replace(/\.[cm]?[jt]s$/, '')
}
