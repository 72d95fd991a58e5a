import { type PreparePreview, type PreviewRequest, PreviewRun } from './preview-run.ts'

/** The previews of this window: of each job file the last one. */
export class Previews {
  private readonly byFile = new Map<string, PreviewRun>()
  private readonly underWay = new Set<Promise<void>>()
  private readonly listeners = new Set<(preview: PreviewRun) => void>()
  private last: PreviewRun | undefined
  private next = -1

  /** The one that was asked for last. */
  get latest(): PreviewRun | undefined {
    return this.last
  }

  /** The last one of a job. @param file absolute path */
  of(file: string): PreviewRun | undefined {
    return this.byFile.get(file)
  }

  /** The last one of some job, by its number. */
  byId(id: number): PreviewRun | undefined {
    return [...this.byFile.values()].find((preview) => preview.id === id)
  }

  /** Starts a preview; it takes the place of the job's last one. @param text of the job, as it is previewed */
  start(request: PreviewRequest, text: string, prepare: PreparePreview): PreviewRun {
    const { file } = request.run
    this.byFile.get(file)?.cancel()
    const preview = new PreviewRun(this.next--, request, text)
    this.byFile.set(file, preview)
    this.last = preview
    const end = preview.follow(prepare).then(() => {
      this.underWay.delete(end)
      this.notify(preview)
    })
    this.underWay.add(end)
    this.notify(preview)
    return preview
  }

  /** Calls a function when a preview has begun or ended. Returns what ends that. */
  onChange(listener: (preview: PreviewRun) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Ends all, and resolves when nothing of them is left. */
  async dispose(): Promise<void> {
    for (const preview of this.byFile.values()) preview.cancel()
    await Promise.all(this.underWay)
  }

  private notify(preview: PreviewRun): void {
    for (const listener of this.listeners) listener(preview)
  }
}
