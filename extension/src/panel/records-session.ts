import { basename } from 'node:path'
import type {
  FromRecords,
  PanelPlace,
  PanelRecord,
  RecordsFilter,
  RecordsMessage,
  RecordsMode,
  ToRecords,
} from 'millrace-webview/shared'
import type { PreviewRun, Previews, Run, Runs } from '../run/index.ts'
import { KeyWatch } from './key-watch.ts'
import { PinnedRecords } from './pinned-records.ts'
import { recordsLiteral } from './records-literal.ts'
import { LiveRecords, passes } from './records-live.ts'
import { firstLook, panelPreview, previewedEdges, previewedRecords } from './records-of-preview.ts'

/** Shortest time between two messages that there is something new, milliseconds. */
const PING_MS = 100

/** What the view needs of the window it is in. */
export interface RecordsWindow {
  post(message: ToRecords): void
  copy(text: string): void
  /** Writes a test of a job. @param file absolute path of the job */
  newTest(file: string, records: readonly PanelRecord[]): void
  runJob(): void
  /** Previews all of the job in front. */
  previewJob(): void
  previewAgain(preview: PreviewRun): void
  open(place: PanelPlace): void
  /** The text of a job as it is in the editor; undefined where it is not open. */
  textOf(file: string): string | undefined
}

/**
 * The view "Records": what flows along one edge of the run that is shown, or was found by a preview. It outlives its
 * page, which VS Code takes away and makes anew.
 */
export class RecordsSession {
  private readonly runs: Runs
  private readonly previews: Previews
  private readonly window: RecordsWindow
  private readonly pinned = new PinnedRecords()
  private readonly live: LiveRecords
  private readonly keys: KeyWatch
  private readonly unsubscribe: (() => void)[]
  private mode: RecordsMode = 'live'
  private visible = false
  private filter: RecordsFilter = { kind: 'text', text: '' }
  /** The chosen edge, by job file. */
  private readonly chosen = new Map<string, string>()
  private preview: PreviewRun | undefined
  private run: Run | undefined
  /** What the page's numbers of records are of. */
  private epoch = 1
  private shownAs = ''
  private told = false
  private timer: NodeJS.Timeout | undefined
  private unfollow = () => {}

  constructor(runs: Runs, previews: Previews, window: RecordsWindow) {
    this.runs = runs
    this.previews = previews
    this.window = window
    this.live = new LiveRecords(() => this.changed())
    this.keys = new KeyWatch(() => this.changed())
    this.unsubscribe = [
      runs.onChange(() => this.update()),
      previews.onChange((preview) => this.previewed(preview)),
      () => this.unfollow(),
    ]
    this.update()
  }

  /** The page can be seen, or no more: only then a job is asked for samples. */
  setVisible(visible: boolean): void {
    this.visible = visible
    // What the page was told while it was hidden it has missed.
    this.told = false
    this.update()
  }

  /** Shows an edge. @param edge `job:edge`, ids of the run or the preview */
  showEdge(file: string, edge: string, mode: RecordsMode): void {
    this.chosen.set(file, edge)
    this.mode = mode
    if (mode === 'preview') this.preview = this.previews.of(file)
    this.update()
  }

  /** What is shown of a job, if anything. @param file absolute path */
  shows(file: string): RecordsMode | undefined {
    return this.file === file ? this.mode : undefined
  }

  /** The job that is shown. */
  get file(): string | undefined {
    return this.mode === 'live' ? this.run?.file : this.preview?.file
  }

  /** The records that somebody has pinned of a job. */
  pinnedOf(file: string): readonly PanelRecord[] {
    return this.pinned.of(file)
  }

  /** The text of a job has changed. */
  textChanged(file: string): void {
    if (this.mode === 'preview' && this.preview?.file === file) this.changed()
  }

  receive(message: FromRecords): void {
    const { window, file } = this
    switch (message.type) {
      case 'pull':
        this.told = false
        window.post(this.answer(message.epoch, message.after))
        break
      case 'mode':
        this.mode = message.mode
        this.update()
        break
      case 'edge':
        if (file !== undefined) this.chosen.set(file, message.edge)
        this.update()
        break
      case 'filter':
        this.filter = message.filter
        this.update()
        break
      case 'state':
        this.keys.setLook(message.look)
        this.changed()
        break
      case 'pin':
        if (file !== undefined) this.pinned.set(file, message.record, message.pinned)
        this.changed()
        break
      case 'copyInput':
        window.copy(recordsLiteral(message.records))
        break
      case 'newTest':
        if (file !== undefined) window.newTest(file, message.records)
        break
      case 'previewAgain':
        if (this.preview) window.previewAgain(this.preview)
        break
      case 'cancelPreview':
        this.preview?.cancel()
        break
      case 'open':
        window.open(message.place)
        break
      default:
        window[message.type]()
    }
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.setVisible(false)
    for (const stop of this.unsubscribe) stop()
  }

  private previewed(preview: PreviewRun): void {
    if (preview.state === 'running') {
      this.mode = 'preview'
      const { file, request } = preview
      const isAgain = this.preview?.file === file && this.preview.request.operator === request.operator
      if (!isAgain) this.chosen.delete(file)
      this.preview = preview
    }
    this.update()
  }

  /** Brings what is sampled in line with what is to be seen. */
  private update(): void {
    const { shown } = this.runs
    if (shown !== this.run) {
      if (shown && !shown.hasEnded) this.mode = 'live'
      this.run = shown
      this.unfollow()
      // A job tells its graph with its first metrics.
      this.unfollow = shown ? shown.metrics.onSample(() => this.graphCame()) : () => {}
    }
    const isLive = this.mode === 'live'
    const { run, filter, visible } = this
    this.live.follow(run, run && this.chosen.get(run.file), filter, visible && isLive)
    this.keys.setRun({ control: run?.control, jobs: run?.statuses.map(({ job }) => job) ?? [] })
    this.keys.setOn(visible && isLive)
    const { mode, preview } = this
    const edge = this.edge
    const what = isLive ? `${run?.id} ${run?.hasEnded}` : `${preview?.id} ${preview?.state}`
    const shownAs = `${mode} ${what} ${edge} ${filter.kind} ${filter.text}`
    if (shownAs !== this.shownAs) this.epoch++
    this.shownAs = shownAs
    this.changed()
  }

  private graphCame(): void {
    if (this.mode === 'live' && this.live.tap === undefined) this.update()
  }

  private get edge(): string | undefined {
    if (this.mode === 'live') {
      const { tap } = this.live
      return tap && `${tap.place.job}:${tap.place.edge}`
    }
    const { preview } = this
    if (!preview) return undefined
    const chosen = this.chosen.get(preview.file)
    return previewedEdges(preview).find(({ id }) => id === chosen)?.id ?? firstLook(preview)
  }

  private changed(): void {
    if (!this.visible) return
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      if (this.told || !this.visible) return
      this.told = true
      this.window.post({ type: 'changed' })
    }, PING_MS)
  }

  private answer(epoch: number, after: number): RecordsMessage {
    const { mode, file, run, preview, live, filter, edge } = this
    const since = epoch === this.epoch ? after : 0
    return {
      ...{ type: 'records', mode, epoch: this.epoch, filter, edge },
      ...(file === undefined ? {} : { file: basename(file) }),
      has: { run: run !== undefined, preview: preview !== undefined },
      pinned: this.pinned.of(file),
      ...(mode === 'live'
        ? {
            edges: live.edges(),
            ...this.sampled(since),
            ...(run ? { run: { id: run.id, state: run.state, ended: run.hasEnded } } : {}),
            ...(this.keys.state ? { state: this.keys.state } : {}),
          }
        : {
            edges: preview ? previewedEdges(preview) : [],
            ...this.found(since),
            ...(preview ? { preview: panelPreview(preview, this.window.textOf(preview.file)) } : {}),
          }),
    }
  }

  private sampled(since: number): Pick<RecordsMessage, 'records' | 'first' | 'end' | 'progress'> {
    const { tap } = this.live
    if (!tap) return { records: [], first: 0, end: 0 }
    const { records, progress } = tap
    const all = records.since(since)
    return {
      records: this.run?.hasEnded ? all.filter((record) => passes(record, this.filter)) : all,
      ...{ first: records.first, end: records.end },
      ...(progress && this.filter.text !== '' ? { progress } : {}),
    }
  }

  /** A preview's records are all there at once: in their order, the first at the top. */
  private found(since: number): Pick<RecordsMessage, 'records' | 'first' | 'end'> {
    const { preview, edge } = this
    const all = preview && edge !== undefined ? previewedRecords(preview, edge) : []
    const records = all.filter((record) => passes(record, this.filter))
    return { records: since > 0 ? [] : records, first: 0, end: records.length }
  }
}
