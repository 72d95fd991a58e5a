import type { PanelRecord } from 'millrace-webview/shared'

/** Most records that are pinned of a job. */
const MOST_PINNED = 200

/** The records that somebody has pinned, by job file: they stay when their run has gone. */
export class PinnedRecords {
  private readonly byFile = new Map<string, readonly PanelRecord[]>()

  /** In the order in which they were pinned. @param file absolute path of the job */
  of(file: string | undefined): readonly PanelRecord[] {
    return (file === undefined ? undefined : this.byFile.get(file)) ?? []
  }

  set(file: string, record: PanelRecord, pinned: boolean): void {
    const others = this.of(file).filter(({ id }) => id !== record.id)
    this.byFile.set(file, pinned ? [...others, record].slice(-MOST_PINNED) : others)
  }
}
