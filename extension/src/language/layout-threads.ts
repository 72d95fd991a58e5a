import { type Layout, type LayoutRequest, LayoutThread } from '../layout/index.ts'

/**
 * A thread per diagram that is being laid out: only the latest request of a diagram matters, and no diagram waits for
 * another one. One thread is kept for the next, from the start on.
 */
export class LayoutThreads {
  private readonly file: URL
  private readonly busy = new Map<string, LayoutThread>()
  private idle: LayoutThread | undefined
  private readonly ending = new Set<Promise<void>>()

  /** @param file the bundled layout worker */
  constructor(file: URL) {
    this.file = file
    this.idle = new LayoutThread(file)
    this.idle.prepare()
  }

  /** Undefined when a newer request for the document came before the answer. */
  async layout(uri: string, request: LayoutRequest): Promise<Layout | undefined> {
    const thread = this.busy.get(uri) ?? this.takeIdle()
    this.busy.set(uri, thread)
    try {
      return await thread.layout(request)
    } finally {
      if (this.busy.get(uri) === thread && !thread.isBusy) {
        this.busy.delete(uri)
        if (this.idle === undefined) this.idle = thread
        else void this.end(thread)
      }
    }
  }

  /** The document is not open any more. */
  async closed(uri: string): Promise<void> {
    const thread = this.busy.get(uri)
    this.busy.delete(uri)
    if (thread) await this.end(thread)
  }

  /** Resolves when no thread is left. */
  async dispose(): Promise<void> {
    const threads = [...this.busy.values(), ...(this.idle ? [this.idle] : [])]
    this.busy.clear()
    this.idle = undefined
    for (const thread of threads) void this.end(thread)
    await Promise.all(this.ending)
  }

  private end(thread: LayoutThread): Promise<void> {
    const ended = thread.dispose().finally(() => this.ending.delete(ended))
    this.ending.add(ended)
    return ended
  }

  private takeIdle(): LayoutThread {
    const thread = this.idle ?? new LayoutThread(this.file)
    this.idle = undefined
    return thread
  }
}
