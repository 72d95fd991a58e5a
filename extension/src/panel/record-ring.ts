import type { PanelRecord } from 'millrace-webview/shared'

/** The last records of an edge, numbered from 0 in the order in which they came. */
export class RecordRing {
  private readonly most: number
  private list: PanelRecord[] = []
  private dropped = 0

  constructor(most: number) {
    this.most = most
  }

  /** Number of the oldest one that is kept, and of the next one to come. */
  get first(): number {
    return this.dropped
  }
  get end(): number {
    return this.dropped + this.list.length
  }

  add(records: readonly PanelRecord[]): void {
    this.list.push(...records.slice(-this.most))
    this.dropped += Math.max(0, records.length - this.most)
    const over = this.list.length - this.most
    if (over <= 0) return
    this.list = this.list.slice(over)
    this.dropped += over
  }

  /** Those with a number from `after` on, the newest first. */
  since(after: number): PanelRecord[] {
    return this.list.slice(Math.max(0, after - this.dropped)).reverse()
  }
}
