import { defineSource, END, type Source, type SourceReader } from '../connectors/index.ts'
import { NO_TIMESTAMP } from '../time/index.ts'

type Item<T> =
  | { readonly kind: 'record'; readonly value: T; readonly timestamp: number }
  | { readonly kind: 'watermark'; readonly time: number }
  | { readonly kind: 'end' }

/** A source that a test feeds: records, watermarks and the end come in the order they were pushed. */
export class PushSource<T> {
  readonly source: Source<T>
  private items: Item<T>[] = []
  private wake: () => void = () => {}

  constructor() {
    this.source = defineSource<T, null, { watermark: number }>({
      name: 'Input',
      singleInstance: 'a test feeds it',
      timestamps: true,
      splits: () => [null],
      reader: (_splits, { wake }) => this.reader(wake),
    }) as Source<T>
  }

  push(item: Item<T>): void {
    this.items.push(item)
    this.wake()
  }

  private reader(wake: () => void): SourceReader<T, { watermark: number }> {
    this.wake = wake
    let watermark = NO_TIMESTAMP
    let timestamp = NO_TIMESTAMP
    return {
      poll: () => {
        const item = this.items.shift()
        if (item === undefined) return []
        if (item.kind === 'end') return END
        if (item.kind === 'record') {
          timestamp = item.timestamp
          return [item.value]
        }
        watermark = Math.max(watermark, item.time)
        // It is told before the next record is asked for.
        wake()
        return []
      },
      timestamps: () => [timestamp],
      watermark: () => watermark,
      snapshot: () => ({ watermark }),
      restore: (position) => {
        watermark = position.watermark
      },
    }
  }
}
