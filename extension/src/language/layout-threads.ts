import { type Layout, type LayoutRequest, LayoutThread } from '../layout/index.ts'

/** A thread per open diagram: only the latest request of a diagram matters, and no diagram waits for another one. */
export class LayoutThreads {
  private readonly file: URL
  private readonly threads = new Map<string, LayoutThread>()

  /** @param file the bundled layout worker */
  constructor(file: URL) {
    this.file = file
  }

  /** Undefined when a newer request for the document came before the answer. */
  layout(uri: string, request: LayoutRequest): Promise<Layout | undefined> {
    let thread = this.threads.get(uri)
    if (thread === undefined) {
      thread = new LayoutThread(this.file)
      this.threads.set(uri, thread)
    }
    return thread.layout(request)
  }

  /** The document is not open any more. */
  async closed(uri: string): Promise<void> {
    const thread = this.threads.get(uri)
    this.threads.delete(uri)
    await thread?.dispose()
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.threads.keys()].map((uri) => this.closed(uri)))
  }
}
