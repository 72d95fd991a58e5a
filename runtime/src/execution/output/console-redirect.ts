import type { OutputWriter } from './output-ring.ts'

/** Who prints: an instance's task and operator id; task -1 for none. */
export interface Printer {
  readonly task: number
  readonly operatorId: number
}

/**
 * Takes what this worker thread prints (console, process.stdout, process.stderr) and, once it is connected, sends it to
 * the output ring with the instance that is being run. Until then it is dropped: what a job's module prints while it is
 * imported comes from the coordinator, once.
 *
 * Writing is synchronous, so that the order holds and what is printed before a crash is not lost in a queue.
 */
export class ConsoleRedirect {
  private target: { readonly output: OutputWriter; readonly printer: () => Printer } | undefined

  constructor() {
    for (const name of ['stdout', 'stderr'] as const) {
      process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
        this.write(name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
        const finished = typeof encoding === 'function' ? encoding : done
        if (typeof finished === 'function') process.nextTick(finished as () => void)
        return true
      }) as typeof process.stdout.write
    }
  }

  /** @param printer the instance that is being run when something is printed */
  connect(output: OutputWriter, printer: () => Printer): void {
    this.target = { output, printer }
  }

  /** Prints for an instance that knows who it is. */
  print(stream: 'stdout' | 'stderr', task: number, operatorId: number, text: string): void {
    this.target?.output.write(stream, task, operatorId, text)
  }

  private write(stream: 'stdout' | 'stderr', text: string): void {
    if (this.target === undefined) return
    const { task, operatorId } = this.target.printer()
    this.target.output.write(stream, task, operatorId, text)
  }
}
