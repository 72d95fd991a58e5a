import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isOlder } from './find-node.ts'

type Supervisor = typeof import('millrace/supervisor')
type Control = typeof import('millrace/control')

/** What builds a job and runs it, and talks to it while it runs. */
export interface Runtime extends Supervisor, Pick<Control, 'connect'> {
  /** Absolute path of its `millrace/supervisor`. */
  readonly file: string
  readonly version: string
  /** What the user should know about it. */
  readonly notice?: string
}

/**
 * The runtime a job runs on: the project's own where it has one, else the one that comes with the extension.
 *
 * @param jobFile absolute path of the job
 * @param extensionFile absolute path of a file of the extension; its runtime is found from there
 */
export async function findRuntime(jobFile: string, extensionFile: string): Promise<Runtime> {
  const bundled = supervisorSeenFrom(extensionFile)
  const own = supervisorSeenFrom(jobFile)
  const file = own ?? bundled
  if (file === undefined) throw new Error('the extension has lost its runtime: install Millrace again')
  const supervisor = (await import(pathToFileURL(file).href)) as Supervisor
  const control = createRequire(file).resolve('millrace/control')
  const { connect } = (await import(pathToFileURL(control).href)) as Control
  const version = versionOf(file)
  const ours = bundled === undefined ? version : versionOf(bundled)
  const notice = isOlder(version, ours)
    ? `This job runs on the millrace ${version} of its project; the extension is made for ${ours}: what is newer does not work. Update it: npm install millrace@${ours}`
    : undefined
  return { ...supervisor, connect, file, version, notice }
}

function supervisorSeenFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('millrace/supervisor')
  } catch {
    return undefined
  }
}

/** The version of the package that `dist/supervisor/index.js` is in. */
function versionOf(supervisor: string): string {
  const manifest = join(dirname(dirname(dirname(supervisor))), 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
