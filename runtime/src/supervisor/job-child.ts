import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { createEndpoint, type Endpoint, removeEndpoint } from '../control/index.ts'
import { builtModule } from '../failure/index.ts'
import { asEnvironment, STAND_BY_MS } from './child-settings.ts'

/** How a process for a job is started. */
export interface ProcessOptions {
  /** Whether the job can read this process's standard input. Default `ignore`. */
  readonly stdin?: 'inherit' | 'ignore'
  /** Options for Node, before ours. */
  readonly execArgv?: readonly string[]
  /** Path of Node. Default this process's. */
  readonly execPath?: string
  /** Default this process's environment. */
  readonly env?: NodeJS.ProcessEnv
  /** Default this process's working directory. */
  readonly cwd?: string
}

/** A process on stand-by is not given a job in its last seconds, milliseconds. */
const TOO_LATE_MS = 5_000

/** A process for a job, which waits until it is told one. It ends with this process, however that ends. */
export class JobChild {
  readonly process: ChildProcess
  readonly endpoint: Endpoint
  /** Resolves when a client can connect; never where the process does not get so far. */
  readonly reachable: Promise<void>
  private readonly startedAt = performance.now()
  private readonly standsBy: boolean
  private given = false

  private constructor(options: ProcessOptions, standsBy: boolean) {
    const { stdin = 'ignore', env = process.env } = options
    this.standsBy = standsBy
    this.endpoint = createEndpoint()
    const args = [
      ...(options.execArgv ?? []),
      '--enable-source-maps',
      '--report-on-fatalerror',
      '--report-compact',
      `--report-directory=${this.endpoint.folder}`,
      builtModule('supervisor/job-process'),
    ]
    this.process = spawn(options.execPath ?? process.execPath, args, {
      stdio: [stdin, 'pipe', 'pipe', 'pipe'],
      // A process group of its own: Ctrl+C comes through the supervisor, and what user code starts can be ended with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
      cwd: options.cwd,
      env: { ...env, ...asEnvironment({ endpoint: this.endpoint, standsBy }) },
    })
    const lifeline = this.process.stdio[3] as Duplex
    lifeline.on('error', () => {})
    this.reachable = new Promise((resolve) => lifeline.once('data', () => resolve()))
  }

  /** Starts a process whose job is there: `take` it in the same turn. */
  static start(options: ProcessOptions): JobChild {
    return new JobChild(options, false)
  }

  /**
   * Starts a process ahead of its job, for `superviseJob`, which then begins sooner: it has loaded what any job needs. It
   * ends by itself when it has waited for ten minutes.
   */
  static standBy(options: Omit<ProcessOptions, 'stdin'>): JobChild {
    const child = new JobChild(options, true)
    // Should this process end while it is about to clean up, nobody else does.
    const cleanUp = () => removeEndpoint(child.endpoint)
    process.once('exit', cleanUp)
    const gone = () => {
      process.off('exit', cleanUp)
      if (!child.given) cleanUp()
    }
    child.process.once('exit', gone).on('error', gone)
    return child
  }

  /** Whether it can still be given a job. */
  get waits(): boolean {
    const { pid, exitCode, signalCode } = this.process
    if (this.given || pid === undefined || exitCode !== null || signalCode !== null) return false
    return !this.standsBy || performance.now() - this.startedAt < STAND_BY_MS - TOO_LATE_MS
  }

  /** Marks it as somebody's. */
  take(): void {
    this.given = true
  }

  /** Ends it, unless it is somebody's. */
  end(): void {
    if (this.given) return
    this.process.kill('SIGKILL')
    // Whoever ends it may be about to end, and hear no more that it has gone.
    removeEndpoint(this.endpoint)
  }
}
