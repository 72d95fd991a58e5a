import type { Connection, Inbox } from '../channels/index.ts'
import type { Tasklet } from './tasklet.ts'
import type { ThreadSignals } from './thread-signals.ts'

/** Milliseconds of work after which the thread returns to the event loop. */
const SLICE = 1
/** Milliseconds between looks at what other threads have sent, while tasks are busy. */
const DRAIN_INTERVAL = 0.1

/**
 * Runs the tasklets of one thread: in turns while any makes progress, asleep on one `Atomics.waitAsync` otherwise. It
 * returns to the event loop at least every millisecond, so that I/O, timers and control messages live; it never spins
 * and never polls on a timer.
 */
export class ThreadLoop {
  private readonly thread: number
  private readonly signals: ThreadSignals
  private readonly inboxes: readonly Inbox[]
  private readonly connections: readonly Connection[]
  private readonly failed: (error: unknown, tasklet: Tasklet | undefined) => void
  private readonly entered: (task: number) => void
  private tasklets: Tasklet[] = []
  private queue: Tasklet[] = []
  private readonly blocked = new Set<Tasklet>()
  private running = false
  private scheduled = false
  private waiting = false
  private stopped = false
  private lastDrain = 0
  private nextFlush = 0
  private onDone: (() => void) | undefined

  constructor(
    thread: number,
    signals: ThreadSignals,
    inboxes: readonly Inbox[],
    connections: readonly Connection[],
    failed: (error: unknown, tasklet: Tasklet | undefined) => void,
    entered: (task: number) => void,
  ) {
    this.thread = thread
    this.signals = signals
    this.inboxes = inboxes
    this.connections = connections
    this.failed = failed
    this.entered = entered
  }

  /** @param onDone called once when all tasklets are done */
  start(tasklets: readonly Tasklet[], onDone: () => void): void {
    this.tasklets = [...tasklets]
    this.onDone = onDone
    for (const tasklet of tasklets) this.enqueue(tasklet)
    this.soon()
  }

  /** Calls no tasklet any more. */
  stop(): void {
    this.stopped = true
  }

  /** There may be work for a tasklet. To be called on this thread. */
  schedule(tasklet: Tasklet): void {
    this.enqueue(tasklet)
    this.soon()
  }

  /** A producer on this thread may have room again: it is looked for before the thread next sleeps. */
  readonly credited = (): void => {
    if (this.blocked.size > 0) this.soon()
  }

  /** There may be something from another thread. To be called on this thread. */
  readonly arrived = (): void => this.soon()

  private enqueue(tasklet: Tasklet): void {
    if (tasklet.queued || tasklet.done) return
    tasklet.queued = true
    this.queue.push(tasklet)
  }

  private soon(): void {
    if (this.running || this.scheduled || this.stopped) return
    this.scheduled = true
    setImmediate(this.turn)
  }

  private readonly turn = (): void => {
    this.scheduled = false
    if (this.stopped) return
    this.running = true
    this.signals.awake(this.thread)
    let more = false
    try {
      more = this.slice()
    } catch (error) {
      this.stopped = true
      this.failed(error, undefined)
      return
    } finally {
      this.running = false
    }
    if (this.stopped) return
    if (this.onDone !== undefined && this.tasklets.length === 0 && !this.connections.some((c) => c.busy)) {
      const done = this.onDone
      this.onDone = undefined
      done()
    }
    if (more) this.soon()
    else this.sleep()
  }

  /** Works for a slice; true if there is more to do. */
  private slice(): boolean {
    const start = performance.now()
    let now = start
    for (;;) {
      const drained = this.drain(now)
      const round = this.queue
      if (round.length === 0) {
        if (!drained) return false
        if (now - start >= SLICE) return true
        now = performance.now()
        continue
      }
      this.queue = []
      for (let index = 0; index < round.length; index++) {
        const tasklet = round[index]
        tasklet.queued = false
        if (tasklet.done) continue
        this.call(tasklet, now)
        if (this.stopped) return false
        const after = performance.now()
        tasklet.worked(after - now)
        now = after
        if (now - this.lastDrain >= DRAIN_INTERVAL) this.drain(now)
        if (now - start >= SLICE && index + 1 < round.length) {
          this.queue = round.slice(index + 1).concat(this.queue)
          this.flushOld(now)
          return true
        }
      }
      this.flushOld(now)
      if (now - start >= SLICE) return this.queue.length > 0 || !this.idle()
    }
  }

  private call(tasklet: Tasklet, now: number): void {
    this.signals.enter(this.thread, tasklet.task)
    this.entered(tasklet.task)
    this.blocked.delete(tasklet)
    let progress: boolean
    try {
      progress = tasklet.call(now)
    } catch (error) {
      this.stopped = true
      this.failed(error, tasklet)
      return
    }
    this.signals.enter(this.thread, -1)
    this.entered(-1)
    if (tasklet.done) {
      this.tasklets.splice(this.tasklets.indexOf(tasklet), 1)
    } else if (progress) {
      this.enqueue(tasklet)
    } else if (tasklet.backPressured) {
      this.blocked.add(tasklet)
    }
  }

  /** Sends what lies in buffers for too long; looked at once a millisecond, between calls. */
  private flushOld(now: number): void {
    if (now < this.nextFlush) return
    this.nextFlush = now + 1
    for (const tasklet of this.tasklets) {
      try {
        tasklet.flushOld(now)
      } catch (error) {
        this.stopped = true
        this.failed(error, tasklet)
        return
      }
    }
  }

  private drain(now: number): boolean {
    this.lastDrain = now
    let progress = false
    for (const connection of this.connections) {
      if (connection.busy && connection.resume()) progress = true
    }
    for (const inbox of this.inboxes) if (inbox.drain()) progress = true
    for (const tasklet of this.blocked) {
      if (!tasklet.canGoOn()) continue
      this.blocked.delete(tasklet)
      this.enqueue(tasklet)
      progress = true
    }
    return progress
  }

  private idle(): boolean {
    return this.inboxes.every((inbox) => inbox.empty)
  }

  private sleep(): void {
    const sequence = this.signals.fallAsleep(this.thread)
    // Whoever made work before it could see us asleep has not woken us: look once more.
    const work =
      !this.idle() || this.connections.some((connection) => connection.busy && connection.resume()) || this.anyCredit()
    if (work || this.queue.length > 0) {
      this.soon()
      return
    }
    if (this.waiting) return
    const changed = this.signals.changed(this.thread, sequence)
    if (changed === undefined) {
      this.soon()
      return
    }
    this.waiting = true
    changed.then(() => {
      this.waiting = false
      this.soon()
    })
  }

  private anyCredit(): boolean {
    for (const tasklet of this.blocked) if (tasklet.canGoOn()) return true
    return false
  }
}
