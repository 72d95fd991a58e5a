import { basename } from 'node:path'
import type { JobStatus, OutputLine } from 'millrace/control'
import type { SupervisedJob } from 'millrace/supervisor'
import { findRuntime } from './find-runtime.ts'
import type { JobOutput, Run } from './job-output.ts'
import { sentences } from './sentences.ts'

export interface RunOptions {
  readonly parallelism?: number
  readonly threads?: number
  /** The name of the one to run of several jobs in the file. */
  readonly onlyJob?: string
}

/** Builds and runs one job at a time, in a process of its own, and keeps what it prints. Knows nothing of windows. */
export class JobRunner {
  private readonly output: JobOutput
  private readonly extensionFile: string
  private job: SupervisedJob | undefined
  private underWay: Promise<void> | undefined
  private stopAsked = false

  /** @param extensionFile absolute path of a file of the extension, beside which its own runtime is found */
  constructor(output: JobOutput, extensionFile: string) {
    this.output = output
    this.extensionFile = extensionFile
  }

  get running(): boolean {
    return this.underWay !== undefined
  }

  /**
   * Runs a job to its end. Resolves with how the run ended; a failure's reason is among the lines of the output.
   *
   * @throws Error when a job is running already
   */
  async run(jobFile: string, options: RunOptions = {}): Promise<Run> {
    if (this.underWay) throw new Error(`${this.output.run?.file} is running: stop it first`)
    this.stopAsked = false
    const started: Run = { file: basename(jobFile), state: 'building', startedAt: Date.now() }
    this.output.clear()
    this.output.setRun(started)
    const underWay = this.buildAndRun(jobFile, options)
    this.underWay = underWay
    try {
      await underWay
    } catch (error) {
      this.fail(error)
    } finally {
      this.underWay = undefined
      this.job = undefined
    }
    return this.output.run!
  }

  /** Lets the job drain and end; asked again, ends it at once. */
  stop(): void {
    if (!this.underWay) return
    if (this.stopAsked) {
      this.job?.cancel()
      return
    }
    this.stopAsked = true
    this.change({ state: 'stopping' })
    this.job?.stop()
  }

  /** Ends what is running, and resolves when nothing of it is left. */
  async dispose(): Promise<void> {
    this.stopAsked = true
    this.job?.cancel()
    await this.underWay?.catch(() => {})
  }

  private async buildAndRun(jobFile: string, options: RunOptions): Promise<void> {
    const { build, superviseJob } = await findRuntime(jobFile, this.extensionFile)
    const bundle = await build(jobFile)
    this.say(bundle.warnings)
    if (this.stopAsked) {
      this.change({ state: 'cancelled', endedAt: Date.now() })
      return
    }
    const job = superviseJob({ bundle, overrides: options, env: environment() })
    this.job = job
    job.on({
      output: (lines, lost) => {
        if (lost > 0) this.say([`(${lost} lines were lost)`])
        this.output.add(lines)
      },
      state: (status) => this.stateChanged(status),
    })
    const { outcome, error } = await job.ended
    if (error) this.say(sentences(error))
    this.change({ state: outcome, endedAt: Date.now() })
  }

  private stateChanged({ state, threads }: JobStatus): void {
    if (state === 'running' && !this.stopAsked) this.change({ state: 'running', threads })
  }

  private fail(error: unknown): void {
    this.say(sentences(error))
    this.change({ state: 'failed', endedAt: Date.now() })
  }

  private change(change: Partial<Run>): void {
    if (this.output.run) this.output.setRun({ ...this.output.run, ...change })
  }

  private say(texts: readonly string[]): void {
    const lines = texts.flatMap((text) => text.split('\n')).map((text): OutputLine => ({ text, stream: 'stderr' }))
    if (lines.length > 0) this.output.add(lines)
  }
}

/** The editor's environment, without what only the editor's own processes may see; its Node runs as Node. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name))
  return { ...Object.fromEntries(own), ...(process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) }
}
