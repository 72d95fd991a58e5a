import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The oldest Node that the runtime works on. */
export const OLDEST_NODE = '20.19.0'

/** The Node that jobs run on. */
export interface NodeChoice {
  /** Path or name of the program. */
  readonly path: string
  readonly version: string
  /** Variables it needs to be Node. */
  readonly env: Readonly<Record<string, string>>
  /** What the user should know about it. */
  readonly notice?: string
}

export interface NodeWishes {
  /** What the user's setting says. */
  readonly setting?: string
  /** The environment of the editor: `node` is looked for on its PATH. */
  readonly env: NodeJS.ProcessEnv
  /** The editor's own program, and its versions. */
  readonly editor: Pick<NodeJS.Process, 'execPath' | 'versions'>
}

const ANSWER_MS = 5_000

/**
 * The Node for jobs: the one of the user's setting, else `node` on the PATH where it is new enough, else the editor's.
 *
 * @throws Error when the setting names a program that is no Node, or one that is too old
 */
export async function findNode({ setting, env, editor }: NodeWishes): Promise<NodeChoice> {
  if (setting) {
    const version = await versionOf(setting, env)
    const cure = 'Change the setting millrace.node, or empty it to use `node` on the PATH.'
    if (version === undefined) throw new Error(`The setting millrace.node names no Node: ${setting}. ${cure}`)
    if (isOlder(version, OLDEST_NODE)) {
      throw new Error(`The setting millrace.node names Node ${version}; jobs need ${OLDEST_NODE} or newer. ${cure}`)
    }
    return { path: setting, version, env: {} }
  }
  const onPath = await versionOf('node', env)
  if (onPath !== undefined && !isOlder(onPath, OLDEST_NODE)) return { path: 'node', version: onPath, env: {} }
  const { execPath, versions } = editor
  if (!versions.electron) return { path: execPath, version: versions.node, env: {} }
  const found =
    onPath === undefined ? 'There is no `node` on the PATH' : `The \`node\` on the PATH is ${onPath}, too old`
  return {
    path: execPath,
    version: versions.node,
    env: { ELECTRON_RUN_AS_NODE: '1' },
    notice: `${found}: this job runs on the Node ${versions.node} inside of VS Code, where a thread has at most 4 GB of memory and packages with native parts may not load. Install Node ${OLDEST_NODE} or newer, or name one in the setting millrace.node.`,
  }
}

/** Answers do not change while the PATH stays: asking takes 50 ms. */
const known = new Map<string, Promise<string | undefined>>()

function versionOf(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const key = `${path}\n${env.PATH ?? env.Path}`
  let version = known.get(key)
  if (!version) {
    version = ask(path, env)
    known.set(key, version)
    // Somebody may install one.
    void version.then((found) => found === undefined && known.delete(key))
  }
  return version
}

async function ask(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { env, timeout: ANSWER_MS, windowsHide: true })
    return /^v(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1]
  } catch {
    return undefined
  }
}

/** Whether a released version, as `20.19.0`, comes before another. */
export function isOlder(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) < 0
}
