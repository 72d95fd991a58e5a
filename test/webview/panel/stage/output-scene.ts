import { OutputSession } from '../../../../extension/src/panel/output-session.ts'
import { JobOutput } from '../../../../extension/src/run/index.ts'
import type { FromOutput, PanelPlace } from '../../../../webview/src/shared/index.ts'
import type { Look } from '../../stage/webview-browser.ts'
import type { PanelPage, PanelStage } from './panel-stage.ts'

type Runs = ConstructorParameters<typeof OutputSession>[0]
export type StageRun = NonNullable<Runs['shown']>

/** The view "Output" on the stage, with the real host behind it; only the window is missing. */
export class OutputScene {
  readonly page: PanelPage
  /** What the window was asked to do. */
  readonly copied: string[] = []
  readonly opened: PanelPlace[] = []
  readonly urls: string[] = []
  readonly asked: string[] = []
  /** How many rows and messages the page has got. */
  rowsSent = 0
  pings = 0
  hidden = false
  private readonly session: OutputSession
  private readonly listeners = new Set<() => void>()
  private readonly runs: StageRun[] = []
  private shown: StageRun | undefined

  private constructor(page: PanelPage) {
    this.page = page
    const { runs, listeners } = this
    const scene = this
    this.session = new OutputSession(
      {
        all: runs,
        get shown() {
          return scene.shown
        },
        show: (run) => this.show(run),
        onChange: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
      {
        post: (message) => {
          if (message.type === 'changed') this.pings++
          if (message.type === 'rows') this.rowsSent += message.rows.length
          void this.page.post(message)
        },
        visible: () => !this.hidden,
        copy: (text) => this.copied.push(text),
        copyAll: () => this.asked.push('copyAll'),
        saveAs: () => this.asked.push('saveAs'),
        runJob: () => this.asked.push('runJob'),
        debugRecord: (run) => this.asked.push(`debugRecord ${run}`),
        open: (place) => this.opened.push(place),
        openUrl: (url) => this.urls.push(url),
      },
    )
  }

  /** @param run what is shown at first; absent: nothing has run */
  static async open(stage: PanelStage, run?: Partial<StageRun>, look?: Look): Promise<OutputScene> {
    const scene = new OutputScene(await stage.page(look))
    if (run) scene.run(run)
    await scene.page.load('output', (message: FromOutput) => void scene.session.receive(message))
    return scene
  }

  /** Starts a run, and shows it. */
  run(run: Partial<StageRun> = {}): StageRun {
    const started: StageRun = {
      id: this.runs.length + 1,
      file: '/jobs/late.flow.ts',
      state: 'running',
      startedAt: Date.now(),
      output: new JobOutput(),
      statuses: [{ threads: 2 }],
      ...run,
    }
    this.runs.push(started)
    this.show(started)
    return started
  }

  show(run: StageRun): void {
    this.shown = run
    for (const listener of this.listeners) listener()
  }

  /** The page is seen again after it was hidden. */
  unhide(): void {
    this.hidden = false
    this.session.shown()
  }

  get shownRun(): StageRun {
    return this.shown!
  }

  get lines() {
    return this.page.page.locator('.line')
  }

  line(text: string | RegExp) {
    return this.page.page.locator('.line', { hasText: text })
  }
}
