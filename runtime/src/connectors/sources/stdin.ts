import { type LineBlock, StreamLines } from '../files/index.ts'
import { defineSource, END, type End, type ReaderContext, type Source, type SourceReader } from '../source.ts'

/**
 * Reads the lines of the job's standard input, as UTF-8. One source of a job can have it; it has one instance.
 *
 * A restored job reads and leaves out as many lines as it had read: give it the same input again.
 */
export function stdin(): Source<string> {
  return defineSource({
    name: 'Read Standard Input',
    singleInstance: 'standard input has one reader',
    splits: () => ['stdin'],
    reader: (splits, context) => new StdinReader(splits.length > 0, context),
  })
}

/** Input may be long in coming, so that no poll waits for it: a job must be able to take a snapshot meanwhile. */
class StdinReader implements SourceReader<string, number> {
  private readonly active: boolean
  private readonly context: ReaderContext
  private feed: StreamLines | undefined
  private read = 0
  private waiting = false
  private arrived: { block: LineBlock | undefined } | { error: unknown } | undefined

  constructor(active: boolean, context: ReaderContext) {
    this.active = active
    this.context = context
  }

  poll(): readonly string[] | End {
    if (!this.active) return END
    if (this.arrived === undefined) {
      if (!this.waiting) this.request()
      return []
    }
    if ('error' in this.arrived) throw this.arrived.error
    const { block } = this.arrived
    if (block === undefined) return END
    this.arrived = undefined
    this.read += block.lines.length
    this.request()
    return block.lines
  }

  private request(): void {
    this.feed ??= new StreamLines(
      'standard input',
      { chunks: this.context.stdin(), bytesRead: () => 0, close: () => {} },
      this.read,
    )
    this.waiting = true
    const arrive = (arrived: typeof this.arrived) => {
      this.waiting = false
      this.arrived = arrived
      this.context.wake()
    }
    this.feed.next().then(
      (block) => arrive({ block }),
      (error: unknown) => arrive({ error }),
    )
  }

  snapshot(): number {
    return this.read
  }

  restore(position: number): void {
    this.read = position
  }
}
