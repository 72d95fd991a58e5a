import { Worker } from 'node:worker_threads'
import type { Layout, LayoutRequest } from './layout.ts'
import type { LayoutAnswer } from './layout-worker.ts'

interface Pending {
  readonly resolve: (layout: Layout | undefined) => void
  readonly reject: (error: Error) => void
}

/**
 * Lays out one diagram at a time in a thread of its own. Of a diagram only the latest request matters: a newer one
 * supersedes an older one that is not answered yet. ELK cannot be interrupted, so its thread is ended, and another one
 * started.
 *
 * The thread is started by the first request, or by `prepare` before it, and does not keep the process alive between
 * requests.
 */
export class LayoutThread {
  private readonly file: URL
  private worker: Worker | undefined
  private pending: Pending | undefined
  private readonly ending = new Set<Promise<number>>()
  private disposed = false

  /** @param file the module `layout-worker`: `dist/layout-worker.cjs` of the bundled extension */
  constructor(file: URL) {
    this.file = file
  }

  /** Whether a request is not answered yet. */
  get isBusy(): boolean {
    return this.pending !== undefined
  }

  /** Starts the thread: to load ELK takes half a second, to lay out a few boxes then a tenth of that. */
  prepare(): void {
    if (this.disposed || this.worker !== undefined) return
    this.worker = this.start()
    this.worker.unref()
  }

  /**
   * @returns undefined when a newer request or `dispose` came before the answer
   * @throws when the layout or its thread fails; the next request starts another thread
   */
  layout(request: LayoutRequest): Promise<Layout | undefined> {
    if (this.disposed) return Promise.reject(new Error('the layout thread has been disposed of'))
    this.supersede()
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject }
      this.worker ??= this.start()
      this.worker.ref()
      this.worker.postMessage(request)
    })
  }

  /** Ends the thread; resolves when none is left. */
  async dispose(): Promise<void> {
    this.disposed = true
    this.supersede()
    this.end()
    await Promise.all(this.ending)
  }

  private supersede(): void {
    if (this.pending === undefined) return
    this.pending.resolve(undefined)
    this.pending = undefined
    this.end()
  }

  private start(): Worker {
    const worker = new Worker(this.file)
    worker.on('message', (answer: LayoutAnswer) => {
      if (this.worker !== worker) return
      worker.unref()
      const { pending } = this
      this.pending = undefined
      if ('layout' in answer) pending?.resolve(answer.layout)
      else pending?.reject(new Error(answer.error))
    })
    worker.on('error', (error) => this.fail(worker, error))
    worker.on('exit', (code) => this.fail(worker, new Error(`the layout thread ended with code ${code}`)))
    return worker
  }

  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return
    this.worker = undefined
    this.pending?.reject(error instanceof Error ? error : new Error(String(error)))
    this.pending = undefined
  }

  private end(): void {
    const { worker } = this
    if (worker === undefined) return
    this.worker = undefined
    const ended = worker.terminate()
    this.ending.add(ended)
    void ended.finally(() => this.ending.delete(ended))
  }
}
