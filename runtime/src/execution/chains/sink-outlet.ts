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
  readonly strategy = undefined
  readonly select = undefined
  readonly operatorId: number
  private readonly writer: SinkWriter<unknown>
  private readonly settled: () => void
  private readonly failed: (error: unknown) => void
  private pending = false
  /** Something was written since the last flush. */
  private dirty = false

  /**
   * @param settled called when a promise of the writer has settled
   * @param failed called with what it was rejected with
   */
  constructor(operatorId: number, writer: SinkWriter<unknown>, settled: () => void, failed: (error: unknown) => void) {
    this.operatorId = operatorId
    this.writer = writer
    this.settled = settled
    this.failed = failed
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
    this.wait(this.writer.write(records))
  }

  /** Makes visible what was written, when the task has nothing to do. */
  flush(): boolean {
    this.settle()
    if (this.pending) return false
    if (this.dirty && this.writer.flush) {
      this.dirty = false
      this.wait(this.writer.flush())
    }
    return !this.pending
  }

  private wait(result: void | Promise<void>): void {
    if (result === undefined || result === null || typeof result.then !== 'function') return
    this.pending = true
    result.then(
      () => {
        this.pending = false
        this.settled()
      },
      (error) => {
        this.failed(error)
      },
    )
  }
}
