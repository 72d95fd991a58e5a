import { createRequire } from 'node:module'
import os from 'node:os'
import { pathToFileURL } from 'node:url'
import { getHeapStatistics } from 'node:v8'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { builtModule } from '../../failure/index.ts'
import type { WorkerStart } from '../workers/messages.ts'

/**
 * Megabytes in which a thread's new objects live. Batches die young: a third of V8's default costs no speed here, and a
 * long run stays within a few percent of the memory of a short one.
 */
const YOUNG_GENERATION = 16

/** The worker threads of a job: long-running, one task each. */
export class WorkerPool {
  private readonly pool: Piscina<WorkerStart, void>
  readonly ports: readonly MessagePort[]
  private terminating = false

  /**
   * @param failed called when a thread dies, with its index
   */
  constructor(
    threads: number,
    start: Omit<WorkerStart, 'thread' | 'port' | 'argv' | 'loader'>,
    failed: (error: Error, thread: number) => void,
  ) {
    // What Node allows the main thread (`--max-old-space-size`), and no more than the machine has.
    const heap = Math.min(getHeapStatistics().heap_size_limit, (os.totalmem() * 0.8) / threads)
    this.pool = new Piscina({
      filename: builtModule('execution/workers/worker'),
      minThreads: threads,
      maxThreads: threads,
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.floor(heap / 2 ** 20),
        maxYoungGenerationSizeMb: YOUNG_GENERATION,
      },
      argv: process.argv.slice(2),
      execArgv: workerArguments(),
      env: process.env as Record<string, string>,
    })
    this.ports = Array.from({ length: threads }, (_, thread) => {
      const { port1, port2 } = new MessageChannel()
      const message: WorkerStart = {
        ...start,
        thread,
        port: port2,
        argv: process.argv.slice(1),
        loader: tsxLoader(start.moduleUrl),
      }
      this.pool.run(message, { transferList: [port2] }).then(
        () => {},
        (error) => {
          if (!this.terminating) failed(error as Error, thread)
        },
      )
      return port1
    })
  }

  /** Ends all threads, whatever they do. */
  async terminate(): Promise<void> {
    this.terminating = true
    for (const port of this.ports) port.close()
    await this.pool.destroy()
  }
}

/**
 * The options of this process that are good for its threads too. Those of the debugger and the profilers are for one
 * process; `tsx` has to be registered in each thread in another way.
 */
function workerArguments(): string[] {
  const kept: string[] = []
  for (let index = 0; index < process.execArgv.length; index++) {
    const argument = process.execArgv[index]
    if (/^(--import|--require|-r|--loader|--experimental-loader)$/.test(argument)) {
      const module = process.execArgv[++index]
      if (!/\btsx\b/.test(module)) kept.push(argument, module)
    } else if (
      !/^--(inspect|report|cpu-prof|heap-prof|max-old-space-size)|^--(import|require|loader)=.*\btsx\b/.test(argument)
    ) {
      kept.push(argument)
    }
  }
  return kept
}

/** Where `tsx` registers itself, when the module needs it. */
function tsxLoader(moduleUrl: string): string | undefined {
  if (!/\.[cm]?tsx?$/.test(new URL(moduleUrl).pathname)) return undefined
  // The tsx that runs this process, wherever it was installed.
  for (const argument of process.execArgv) {
    const folder = /^(?:--import=|--loader=)?(file:.*\/tsx\/dist\/)[^/]*$/.exec(argument)?.[1]
    if (folder !== undefined) return `${folder}esm/api/index.mjs`
  }
  try {
    // The module beside the one that require finds: the other registers itself under a path that does not exist.
    return pathToFileURL(
      createRequire(moduleUrl)
        .resolve('tsx/esm/api')
        .replace(/\.cjs$/, '.mjs'),
    ).href
  } catch {
    return undefined
  }
}
