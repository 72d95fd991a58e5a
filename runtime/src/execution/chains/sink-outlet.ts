import type { SinkWriter } from '../../connectors/index.ts'
import type { Outlet } from './outlet.ts'

/** Records handed to a writer at once. */
const BATCH = 1024

/**
 * The end of a chain in a sink's writer. While the writer's promise is pending there is no room: that is the sink's back
 * pressure.
 */
export class SinkOutlet implements Outlet {
  readonly buffers: unknown[][] = [[]]
  readonly keyBuffers = undefined
  readonly timeBuffers: number[][] | undefined
  readonly strategy = undefined
  readonly select = undefined
  readonly operatorId: number
  private readonly writer: SinkWriter<unknown>
  private readonly settled: () => void
  private readonly failed: (error: unknown) => void
  private readonly failure: (error: unknown) => unknown
  private pending = false
  /** Settles with the writer's call that is pending. */
  pendingCall: Promise<unknown> = Promise.resolve()
  /** Something was written since the last flush. */
  private dirty = false

  /**
   * @param timed the writer wants the records' timestamps
   * @param settled called when a promise of the writer has settled
   * @param failed called with the failure when one was rejected
   * @param failure makes the job's error of what the writer threw or was rejected with
   */
  constructor(
    operatorId: number,
    writer: SinkWriter<unknown>,
    timed: boolean,
    settled: () => void,
    failed: (error: unknown) => void,
    failure: (error: unknown) => unknown,
  ) {
    this.operatorId = operatorId
    this.writer = writer
    this.timeBuffers = timed ? [[]] : undefined
    this.settled = settled
    this.failed = failed
    this.failure = failure
  }

  room(): number {
    return this.pending ? 0 : BATCH
  }

  get blocked(): boolean {
    return this.pending
  }

  get empty(): boolean {
    return this.buffers[0].length === 0
  }

  /** Hands what the chain has emitted to the writer. */
  settle(): void {
    const records = this.buffers[0]
    if (records.length === 0 || this.pending) return
    this.buffers[0] = []
    this.dirty = true
    const times = this.timeBuffers?.[0]
    if (this.timeBuffers) this.timeBuffers[0] = []
    this.wait(() => this.writer.write(records, times))
  }

  /** Makes visible what was written, when the task has nothing to do. */
  flush(): boolean {
    this.settle()
    if (this.pending) return false
    if (this.dirty && this.writer.flush) {
      this.dirty = false
      this.wait(() => this.writer.flush!())
    }
    return !this.pending
  }

  private wait(call: () => void | Promise<void>): void {
    let result: void | Promise<void>
    try {
      result = call()
    } catch (error) {
      throw this.failure(error)
    }
    if (result === undefined || result === null || typeof result.then !== 'function') return
    this.pending = true
    this.pendingCall = result.then(
      () => {
        this.pending = false
        this.settled()
      },
      (error) => {
        this.failed(this.failure(error))
      },
    )
  }
}
