const FIELDS = 4
/** 1 while the thread sleeps. */
const SLEEPING = 0
/** Changes with every wake-up. */
const SEQUENCE = 1
/** Task id the thread is in, -1 for none. Written without synchronisation: it is for error messages. */
const TASK = 2

/**
 * How threads wake each other, in shared memory.
 *
 * A thread that is about to sleep says so, looks once more for work, and then waits for its sequence number to change;
 * whoever makes work for it publishes the work first and then calls `wake`. Both sides use sequentially consistent
 * atomics, so either the sleeper sees the work or the waker sees the sleeper.
 */
export class ThreadSignals {
  private readonly words: Int32Array

  static memory(threads: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(threads * FIELDS * 4)
    const words = new Int32Array(memory)
    for (let thread = 0; thread < threads; thread++) words[thread * FIELDS + TASK] = -1
    return memory
  }

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory)
  }

  /** Wakes a thread if it sleeps; costs one load if it does not. */
  wake(thread: number): void {
    const base = thread * FIELDS
    if (Atomics.load(this.words, base + SLEEPING) === 0) return
    Atomics.add(this.words, base + SEQUENCE, 1)
    Atomics.notify(this.words, base + SEQUENCE)
  }

  /** Says that the thread goes to sleep; returns the sequence number to wait on. */
  fallAsleep(thread: number): number {
    const base = thread * FIELDS
    const sequence = Atomics.load(this.words, base + SEQUENCE)
    Atomics.store(this.words, base + SLEEPING, 1)
    return sequence
  }

  awake(thread: number): void {
    Atomics.store(this.words, thread * FIELDS + SLEEPING, 0)
  }

  /** Resolves when the sequence number is no longer `sequence`; undefined if that is so already. */
  changed(thread: number, sequence: number): Promise<unknown> | undefined {
    const wait = Atomics.waitAsync(this.words, thread * FIELDS + SEQUENCE, sequence)
    return wait.async ? wait.value : undefined
  }

  enter(thread: number, task: number): void {
    this.words[thread * FIELDS + TASK] = task
  }

  /** The task a thread is in, or undefined. */
  task(thread: number): number | undefined {
    const task = this.words[thread * FIELDS + TASK]
    return task < 0 ? undefined : task
  }
}
