import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { changeOf, factoriesOf, JobDiagram, paletteOf, type SidecarFile } from '../../../extension/src/diagram/index.ts'
import { pagePolicy } from '../../../extension/src/webview/page-policy.ts'
import type { Act, Diagram, FromDiagram, Outcome, ToDiagram } from '../../../webview/src/shared/index.ts'
import { LanguageServer } from './language-server.ts'
import { StageText } from './stage-text.ts'
import { type ThemeName, themeStyle } from './themes.ts'

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

/**
 * A browser with the diagram's page in it as VS Code shows it, and behind it the real host and the real language server;
 * only the window around it is missing. One for a test file; every test opens a job of its own.
 */
export class Stage {
  private readonly browser: Browser
  private readonly server: LanguageServer
  private readonly scenes: Scene[] = []
  private opened = 0

  private constructor(browser: Browser, server: LanguageServer) {
    this.browser = browser
    this.server = server
  }

  /** @param more flags for the browser */
  static async start(more: readonly string[] = []): Promise<Stage> {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
    const [browser, server] = await Promise.all([
      chromium.launch({ executablePath, args: [...flags, ...more] }),
      LanguageServer.start(join(dist, 'server.cjs')),
    ])
    return new Stage(browser, server)
  }

  /** Opens a job, and waits until its diagram is drawn. */
  async open(
    text: string,
    {
      theme = 'dark',
      width = 1000,
      height = 700,
      sidecar,
      file,
    }: { theme?: ThemeName; width?: number; height?: number; sidecar?: string; file?: string } = {},
  ): Promise<Scene> {
    const page = await this.browser.newPage({ viewport: { width, height } })
    const name = file ?? `job-${this.opened++}.flow.ts`
    const scene = new Scene(page, this.server, `file://${dist}${name}`, text, sidecar)
    this.scenes.push(scene)
    await scene.show(theme)
    return scene
  }

  /** Ends the pages that tests have opened. */
  async clear(): Promise<void> {
    await Promise.all(this.scenes.splice(0).map((scene) => scene.close()))
  }

  async stop(): Promise<void> {
    await this.clear()
    await Promise.all([this.browser.close(), this.server.stop()])
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
  /** What is on the clipboard. */
  clipboard = ''
  /** The file beside the job. */
  sidecar: string | undefined
  diagram: Diagram | undefined
  /** What the page has; after a reload it has nothing. */
  private sent: Diagram | undefined
  private readonly text: StageText
  private readonly server: LanguageServer

  constructor(page: Page, server: LanguageServer, uri: string, text: string, sidecar: string | undefined) {
    this.page = page
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
    page.on('pageerror', (error) => this.errors.push(String(error)))
  }

  /** The job's text as it is now. */
  get code(): string {
    return this.text.text
  }

  get undoSteps(): number {
    return this.text.steps
  }

  async show(theme: ThemeName): Promise<void> {
    const { page } = this
    await page.exposeFunction('toHost', (message: FromDiagram) => this.receive(message))
    await page.addInitScript(() => {
      const api = { postMessage: (message: unknown) => (globalThis as any).toHost(message) }
      // As VS Code does: the state is there again when the page was loaded anew.
      const kept = (globalThis as any).sessionStorage
      const getState = () => JSON.parse(kept.getItem('state') ?? 'null') ?? undefined
      const setState = (next: unknown) => kept.setItem('state', JSON.stringify(next))
      Object.assign(globalThis, { acquireVsCodeApi: () => ({ ...api, getState, setState }) })
    })
    await page.route('http://stage.test/**', (route) => {
      const path = new URL(route.request().url()).pathname
      if (path !== '/') return route.fulfill({ path: join(dist, 'webview', path) })
      return route.fulfill({
        contentType: 'text/html',
        body: `<!DOCTYPE html><html lang="en" style="${themeStyle(theme)}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${pagePolicy('stage', 'http://stage.test')}">
<title>Diagram</title>
<link rel="stylesheet" href="/editor.css"></head>
<body class="${bodyClass(theme)}" data-vscode-theme-kind="${bodyClass(theme)}"><div id="root"></div>
<script type="module" nonce="stage" src="/editor.js"></script></body></html>`,
      })
    })
    await this.job.readSidecar()
    await this.server.open(this.text.uri, this.text.version, this.text.text, (model) => this.job.take(model))
    await page.goto('http://stage.test/')
    await page.locator('.react-flow, .empty-job').first().waitFor()
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
    // As text: the driver of the browser takes long to pass on large objects.
    return this.page.evaluate((sent) => (globalThis as any).postMessage(JSON.parse(sent), '*'), JSON.stringify(message))
  }

  private async receive(message: FromDiagram): Promise<void> {
    this.told.push(message)
    const { job } = this
    const post = (sent: ToDiagram) => void this.post(sent).catch(() => {})
    switch (message.type) {
      case 'ready':
        post({ type: 'welcome', palette: paletteOf(), factories: factoriesOf(), drafts: job.drafts.all })
        this.sent = undefined
        job.suits(message.pane)
        job.watch({
          diagram: (diagram) => {
            const before = this.sent
            this.diagram = diagram
            this.sent = diagram
            if (before) post({ type: 'diagramChanged', change: changeOf(before, diagram) })
            else post({ type: 'diagram', diagram })
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

function bodyClass(theme: ThemeName): string {
  return theme === 'light' ? 'vscode-light' : theme === 'dark' ? 'vscode-dark' : 'vscode-high-contrast'
}

/** A sample's text. */
export function sample(name: string): string {
  return readFileSync(new URL(`../../../samples/${name}.flow.ts`, import.meta.url), 'utf8')
}
