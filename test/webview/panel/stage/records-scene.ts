import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RecordsSession } from '../../../../extension/src/panel/records-session.ts'
import {
  type PreviewRequest,
  type PreviewRun,
  Previews,
  previewHere,
  Runs,
  superviseHere,
} from '../../../../extension/src/run/index.ts'
import type { FromRecords, PanelPlace, PanelRecord } from '../../../../webview/src/shared/index.ts'
import { JobFolder } from '../../../extension/run/start.ts'
import type { Look } from '../../stage/webview-browser.ts'
import type { PanelPage, PanelStage } from './panel-stage.ts'

const extensionFile = fileURLToPath(new URL('../../../../dist/extension.cjs', import.meta.url))

/** The view "Records" on the stage, with the real host and real jobs behind it; only the window is missing. */
export class RecordsScene {
  readonly folder = new JobFolder()
  readonly runs = new Runs()
  readonly previews = new Previews()
  readonly session: RecordsSession
  readonly view: PanelPage
  /** What the window was asked to do. */
  readonly copied: string[] = []
  readonly opened: PanelPlace[] = []
  readonly asked: string[] = []
  readonly tests: (readonly PanelRecord[])[] = []
  /** The texts of jobs as they are in the editor. */
  readonly texts = new Map<string, string>()

  private constructor(view: PanelPage) {
    this.view = view
    this.session = new RecordsSession(this.runs, this.previews, {
      post: (message) => void view.post(message),
      copy: (text) => this.copied.push(text),
      newTest: (_file, records) => this.tests.push(records),
      runJob: () => this.asked.push('runJob'),
      previewJob: () => this.asked.push('previewJob'),
      previewAgain: ({ request }) => this.startPreview(request),
      open: (place) => this.opened.push(place),
      textOf: (file) => this.texts.get(file),
    })
  }

  static async open(stage: PanelStage, look?: Look): Promise<RecordsScene> {
    const scene = new RecordsScene(await stage.page(look))
    scene.session.setVisible(true)
    await scene.view.load('records', (message: FromRecords) => scene.session.receive(message))
    return scene
  }

  get page() {
    return this.view.page
  }

  get records() {
    return this.page.getByRole('list', { name: 'Records', exact: true }).locator('.record')
  }

  /** Runs a job and shows it. */
  run(name: string, text: string) {
    const settings = this.folder.job(name, text)
    return this.runs.start(settings.request, superviseHere({ ...settings, extensionFile }))
  }

  /** Previews a job, up to an operator or all of it. */
  preview(name: string, text: string, more: Partial<PreviewRequest> = {}): PreviewRun {
    const { request: run } = this.folder.job(name, text)
    this.texts.set(run.file, text)
    return this.startPreview({ run, job: 0, jobName: name, records: 100, timeoutMs: 30_000, ...more })
  }

  /** Somebody types in the job. */
  write(file: string, text: string): void {
    this.texts.set(file, text)
    writeFileSync(file, text)
    this.session.textChanged(file)
  }

  async stop(): Promise<void> {
    this.session.dispose()
    await Promise.all([this.runs.dispose(), this.previews.dispose()])
    this.folder.remove()
  }

  private startPreview(request: PreviewRequest): PreviewRun {
    const { execPath, versions, env } = process
    const node = { env, editor: { execPath, versions } }
    const { file } = request.run
    const texts = new Map([[file, this.texts.get(file)!]])
    const settings = { request: request.run, texts, node, extensionFile }
    return this.previews.start(request, this.texts.get(file)!, previewHere(settings, request))
  }
}
