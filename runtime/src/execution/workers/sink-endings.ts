import type { SinkWriter } from '../../connectors/index.ts'
import { thrown } from '../task-failure.ts'

/** A sink's writer of this thread. */
export interface ThreadWriter {
  readonly operatorId: number
  readonly instance: number
  readonly writer: SinkWriter<unknown>
  /** Settles when the call of the writer that is pending has. */
  readonly pendingCall: () => Promise<unknown>
}

interface Ending {
  readonly of: ThreadWriter
  commit: unknown
  committed: boolean
  /** The call of `prepareCommit` or `commit` that is under way, or the last one. */
  call: Promise<unknown>
}

/**
 * How the sinks of a thread end: in two phases when everything went well, by giving up otherwise. No call is made before
 * the one before has settled, and a sink that has committed is not told to give up.
 */
export class SinkEndings {
  private readonly endings: readonly Ending[]
  private readonly failure: (error: unknown, operatorId: number, instance: number) => unknown

  /** @param failure makes the job's error of what a writer threw */
  constructor(writers: readonly ThreadWriter[], failure: SinkEndings['failure']) {
    this.endings = writers.map((of) => ({ of, commit: undefined, committed: false, call: Promise.resolve() }))
    this.failure = failure
  }

  prepare(): Promise<void> {
    return this.each(async (ending) => {
      ending.commit = await ending.of.writer.prepareCommit?.()
    })
  }

  commit(): Promise<void> {
    return this.each(async (ending) => {
      await ending.of.writer.commit?.(ending.commit)
      ending.committed = true
    })
  }

  private async each(call: (ending: Ending) => Promise<void>): Promise<void> {
    for (const ending of this.endings) {
      const { operatorId, instance } = ending.of
      ending.call = call(ending)
      try {
        await ending.call
      } catch (error) {
        throw this.failure(error, operatorId, instance)
      }
    }
  }

  /** Those that have not committed give up. What they say of it is added to `remarks` as it comes. */
  async abort(remarks: string[]): Promise<void> {
    await Promise.all(
      this.endings.map(async (ending) => {
        await Promise.allSettled([ending.of.pendingCall(), ending.call])
        if (ending.committed) return
        try {
          const remark = await ending.of.writer.abort?.()
          if (remark) remarks.push(remark)
        } catch (error) {
          remarks.push(thrown(error).message)
        }
      }),
    )
  }
}
