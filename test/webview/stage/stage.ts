import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import {
  changeOf,
  factoriesOf,
  JobDiagram,
  liveOf,
  type ObservedRun,
  paletteOf,
  type SidecarFile,
} from '../../../extension/src/diagram/index.ts'
import type { Act, Diagram, FromDiagram, Outcome, ToDiagram } from '../../../webview/src/shared/index.ts'
import { LanguageServer } from './language-server.ts'
import { StageText } from './stage-text.ts'
import type { ThemeName } from './themes.ts'
import { type Look, postTo, WebviewBrowser } from './webview-browser.ts'

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))
const serverFile = join(dist, 'server.cjs')

/**
 * A browser with the diagram's page in it as VS Code shows it, and behind it the real host and the real language server;
 * only the window around it is missing. Every test opens a job of its own.
 */
export class Stage {
  private readonly browser: WebviewBrowser
  private readonly server: LanguageServer
  private readonly scenes: Scene[] = []
  private static opened = 0

  private constructor(browser: WebviewBrowser, server: LanguageServer) {
    this.browser = browser
    this.server = server
  }

  /** What a test file needs: browser and server are those of all test files of this process. */
  static async shared(): Promise<Stage> {
    const [browser, server] = await Promise.all([WebviewBrowser.shared(), LanguageServer.shared(serverFile)])
    return new Stage(browser, server)
  }

  /** With a browser and a server of its own, which `stop` ends. @param more flags for the browser */
  static async start(more: readonly string[] = []): Promise<Stage> {
    const [browser, server] = await Promise.all([WebviewBrowser.start(more), LanguageServer.start(serverFile)])
    return new Stage(browser, server)
  }

  /** Opens a job, and waits until its diagram is drawn. */
  async open(
    text: string,
    { sidecar, file, ...look }: Look & { sidecar?: string; file?: string } = {},
  ): Promise<Scene> {
    const page = await this.browser.page(look)
    const name = file ?? `job-${Stage.opened++}.flow.ts`
    const scene = new Scene(page, this.browser, this.server, `file://${dist}${name}`, text, sidecar)
    this.scenes.push(scene)
    await scene.show(look.theme)
    return scene
  }

  /** Ends the pages that tests have opened. @throws when one of them has thrown, which no test wants */
  async clear(): Promise<void> {
    const scenes = this.scenes.splice(0)
    await Promise.all(scenes.map((scene) => scene.close()))
    const thrown = scenes.flatMap((scene) => scene.thrown)
    if (thrown.length > 0) throw new Error(`The page has thrown: ${thrown.join('\n')}`)
  }

  async stop(): Promise<void> {
    await this.clear()
    await Promise.all([this.browser.stop(), this.server.stop()])
  }
}

/** One job on the stage. */
export class Scene {
  readonly page: Page
  readonly job: JobDiagram
  /** Everything the page has told the host. */
  readonly told: FromDiagram[] = []
  /** What the page has written to its console as an error, and exceptions nobody caught. */
  readonly errors: string[] = []
  /** The exceptions nobody caught. */
  readonly thrown: string[] = []
  /** What is on the clipboard. */
  clipboard = ''
  /** The file beside the job. */
  sidecar: string | undefined
  diagram: Diagram | undefined
  /** What the page has; after a reload it has nothing. */
  private sent: Diagram | undefined
  private stopWatching: (() => void) | undefined
  /** Diagrams that wait to be sent; undefined when none does. */
  private held: { readonly version: number; readonly news: ToDiagram }[] | undefined
  private readonly text: StageText
  private readonly browser: WebviewBrowser
  private readonly server: LanguageServer

  constructor(
    page: Page,
    browser: WebviewBrowser,
    server: LanguageServer,
    uri: string,
    text: string,
    sidecar: string | undefined,
  ) {
    this.page = page
    this.browser = browser
    this.server = server
    this.sidecar = sidecar
    this.text = new StageText(uri, text, (by, same) => {
      this.job.changed(by, same)
      void server.change(uri, this.text.version, this.text.text)
    })
    const file: SidecarFile = {
      name: 'job.flow.layout.json',
      read: async () => this.sidecar,
      write: async (written) => {
        this.sidecar = written
      },
      askToReplace: async () => true,
    }
    this.job = new JobDiagram(this.text, server, file)
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    page.on('pageerror', (error) => {
      this.errors.push(String(error))
      this.thrown.push(error.stack ?? String(error))
    })
  }

  /** The job's text as it is now. */
  get code(): string {
    return this.text.text
  }

  /**
   * Whether the page was sent the diagram of the text as it is now; of a broken text there is none. While diagrams are
   * held back, what the page has is what the test wants it to have.
   */
  get isShown(): boolean {
    return this.held !== undefined || this.sent?.stale !== undefined || this.sent?.version === this.text.version
  }

  get undoSteps(): number {
    return this.text.steps
  }

  async show(theme: ThemeName = 'dark'): Promise<void> {
    await this.job.readSidecar()
    await this.server.open(this.text.uri, this.text.version, this.text.text, (model) => this.job.take(model))
    await this.browser.load(this.page, 'editor', theme, (message: FromDiagram) => this.receive(message))
    await this.page.locator('.react-flow, .empty-job').first().waitFor()
    // Boxes come once they are laid out, and then the view fits them: what is done to it before is undone by that.
    if (this.job.model!.operators.length > 0) await this.page.locator('.react-flow__node').first().waitFor()
  }

  /** Diagrams reach the page when they are released, as on a machine that is busy. */
  holdDiagrams() {
    const held: { readonly version: number; readonly news: ToDiagram }[] = []
    this.held = held
    const release = async (to: number) => {
      // One that comes meanwhile is a change of those before it.
      while (held.length > 0 && held[0].version <= to) await this.post(held.shift()!.news)
    }
    return {
      /** The diagram of a version of the text has come. */
      has: (version: number) => held.some((diagram) => diagram.version === version),
      releaseTo: release,
      release: async () => {
        await release(Number.POSITIVE_INFINITY)
        this.held = undefined
      },
    }
  }

  /** Somebody edits the text beside the diagram. */
  type(change: (text: string) => string): void {
    this.text.type(change(this.text.text))
  }

  undo(): void {
    this.text.undo()
  }

  redo(): void {
    this.text.redo()
  }

  async save(): Promise<void> {
    const { edits, drafts } = await this.job.draftEdits()
    if (edits.length > 0) await this.text.apply(this.text.version, edits)
    this.job.drafts.applied(drafts)
    await this.job.writeSidecar()
  }

  setReadOnly(reason: string): void {
    this.text.readOnly = reason
    this.job.setTrouble({ reason })
  }

  act(act: Act): Promise<void> {
    return this.post({ type: 'act', act })
  }

  /** What the host tells of a run, in the boxes as they are. */
  run(run: ObservedRun): Promise<void> {
    return this.post({ type: 'live', live: liveOf(this.job.model!, this.diagram!, run) })
  }

  /** The page as after hiding and showing it again: gone and loaded anew. */
  async reload(): Promise<void> {
    await this.page.reload()
    await this.page.locator('.react-flow, .empty-job').first().waitFor()
  }

  node(name: string) {
    return this.page.locator('.react-flow__node', { has: this.page.locator('.name', { hasText: exactly(name) }) })
  }

  async close(): Promise<void> {
    await this.server.close(this.text.uri)
    await this.page.close()
  }

  private post(message: ToDiagram): Promise<void> {
    return postTo(this.page, message)
  }

  private async receive(message: FromDiagram): Promise<void> {
    this.told.push(message)
    const { job } = this
    const post = (sent: ToDiagram) => void this.post(sent)
    switch (message.type) {
      case 'ready':
        post({ type: 'welcome', palette: paletteOf(), factories: factoriesOf(), drafts: job.drafts.all })
        this.stopWatching?.()
        this.sent = undefined
        job.suits(message.pane)
        this.stopWatching = job.watch({
          diagram: (diagram) => {
            const before = this.sent
            this.diagram = diagram
            this.sent = diagram
            const news: ToDiagram = before
              ? { type: 'diagramChanged', change: changeOf(before, diagram) }
              : { type: 'diagram', diagram }
            if (this.held) this.held.push({ version: diagram.version, news })
            else post(news)
          },
          select: (keys, reveal) => post({ type: 'select', keys, reveal }),
        })
        break
      case 'request':
        try {
          post({ type: 'answer', id: message.id, result: await this.answer(message) })
        } catch (error) {
          post({ type: 'failed', id: message.id, message: String(error) })
        }
        break
      case 'openGroup':
        job.openGroup(message.key, message.open)
        break
      case 'turn':
        job.turn(message.direction)
        break
      case 'draft':
        job.drafts.set(message.draft)
        break
      case 'copyText':
        this.clipboard = message.text
        break
    }
  }

  private async answer({ name, params }: Extract<FromDiagram, { type: 'request' }>): Promise<unknown> {
    const { job } = this
    switch (name) {
      case 'edit':
        return job.edit(params.version, params.command, params.at)
      case 'preview':
        return job.preview(params.version, params.command)
      case 'move':
        return job.move(params.moves)
      case 'arrange':
        return job.arrangeAnew(params.keys)
      case 'copy': {
        const copied = await job.textOf(params.version, params.operators)
        if (typeof copied !== 'string') return copied
        this.clipboard = copied
        const done: Outcome = { done: true, newErrors: [] }
        return params.cut ? job.edit(params.version, { command: 'removeAll', operators: params.operators }) : done
      }
      case 'paste':
        return job.paste(params.text ?? this.clipboard, params.at)
      case 'draft':
        return (await job.draft(params)) ?? null
      case 'pickFile':
        return 'data/chosen.txt'
      case 'saveFile':
        return params.name
    }
  }
}

const exactly = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)

/** A sample's text. */
export function sample(name: string): string {
  return readFileSync(new URL(`../../../samples/${name}.flow.ts`, import.meta.url), 'utf8')
}
