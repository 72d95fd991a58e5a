/** Milliseconds that a thread has to answer in; one that is in a long call is told of as it was. */
const PATIENCE = 250

export interface Heap {
  /** Bytes. */
  readonly used: number
  readonly limit: number
}

/** The heaps of a job's threads, which only they themselves can measure. */
export class ThreadHeaps {
  /** By thread, as they were last told. */
  readonly last: Heap[]
  private readonly ask: () => boolean
  private readonly unheard = new Set<number>()
  private measuring: Promise<void> | undefined
  private complete: (() => void) | undefined

  /** @param ask asks all threads; false where there are none */
  constructor(threads: number, ask: () => boolean) {
    this.last = Array.from({ length: threads }, () => ({ used: 0, limit: 0 }))
    this.ask = ask
  }

  told(thread: number, heap: Heap): void {
    this.last[thread] = heap
    this.unheard.delete(thread)
    if (this.unheard.size === 0) this.complete?.()
  }

  /** Resolves when the threads that answer have said how their heaps are now. */
  measure(): Promise<void> {
    this.measuring ??= new Promise<void>((resolve) => {
      for (const thread of this.last.keys()) this.unheard.add(thread)
      const timer = setTimeout(resolve, PATIENCE)
      this.complete = () => {
        clearTimeout(timer)
        resolve()
      }
      if (!this.ask()) this.complete()
    }).then(() => {
      this.measuring = undefined
      this.complete = undefined
    })
    return this.measuring
  }

  /** The threads have ended: nobody answers any more, and who waits for them waits no longer. */
  end(): void {
    this.complete?.()
  }
}
