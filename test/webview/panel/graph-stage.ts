import type { Page } from 'playwright-core'
import { GraphSession } from '../../../extension/src/panel/graph-session.ts'
import type { GraphSource, ShownGraphs } from '../../../extension/src/panel/graph-source.ts'
import type { FromPhysicalGraph, ToPhysicalGraph } from '../../../webview/src/shared/index.ts'
import type { ThemeName } from '../stage/themes.ts'
import { type Look, postTo, WebviewBrowser } from '../stage/webview-browser.ts'

/** A browser with the view "Physical graph" as VS Code shows it, and the real host's side behind it. */
export class GraphStage {
  private readonly browser: WebviewBrowser
  private readonly views: GraphScene[] = []

  private constructor(browser: WebviewBrowser) {
    this.browser = browser
  }

  /** In the browser of all test files of this process. */
  static async shared(): Promise<GraphStage> {
    return new GraphStage(await WebviewBrowser.shared())
  }

  /** In a browser of its own, which `stop` ends. @param more flags for it */
  static async start(more: readonly string[] = []): Promise<GraphStage> {
    return new GraphStage(await WebviewBrowser.start(more))
  }

  async open(graphs: ShownGraphs | string | undefined, look: Look = {}): Promise<GraphScene> {
    const scene = new GraphScene(await this.browser.page({ height: 360, ...look }), this.browser, graphs)
    this.views.push(scene)
    await scene.show(look.theme)
    return scene
  }

  /** Ends the pages that tests have opened. @throws when one of them has thrown, which no test wants */
  async clear(): Promise<void> {
    const scenes = this.views.splice(0)
    await Promise.all(scenes.map((scene) => scene.close()))
    const thrown = scenes.flatMap((scene) => scene.thrown)
    if (thrown.length > 0) throw new Error(`The page has thrown: ${thrown.join('\n')}`)
  }

  async stop(): Promise<void> {
    await this.clear()
    await this.browser.stop()
  }
}

export class GraphScene implements GraphSource {
  readonly page: Page
  /** Everything the page has told the host. */
  readonly told: FromPhysicalGraph[] = []
  readonly revealed: unknown[] = []
  readonly errors: string[] = []
  /** What the page has thrown and nothing of it has caught. */
  readonly thrown: string[] = []
  private readonly browser: WebviewBrowser
  private shown: ShownGraphs | string | undefined
  private readonly session: GraphSession
  private readonly listeners = new Set<() => void>()

  constructor(page: Page, browser: WebviewBrowser, graphs: ShownGraphs | string | undefined) {
    this.page = page
    this.browser = browser
    this.shown = graphs
    this.session = new GraphSession(this, (message) => void this.post(message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    page.on('pageerror', (error) => {
      this.errors.push(String(error))
      this.thrown.push(error.stack ?? String(error))
    })
  }

  async graphs(): Promise<ShownGraphs | string | undefined> {
    return this.shown
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  showRecords(job: number, edgeId: number): void {
    this.revealed.push({ job, edgeId })
  }

  reveal(job: number, operatorId: number, where: 'diagram' | 'text'): void {
    this.revealed.push({ job, operatorId, where })
  }

  /** Something else is to be shown. */
  become(graphs: ShownGraphs | string | undefined): void {
    this.shown = graphs
    for (const listener of this.listeners) listener()
  }

  async show(theme: ThemeName = 'dark'): Promise<void> {
    this.session.setVisible(true)
    await this.browser.load(this.page, 'graph', theme, (message: FromPhysicalGraph) => {
      this.told.push(message)
      this.session.receive(message)
    })
    await this.drawn()
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.drawn()
  }

  async close(): Promise<void> {
    this.session.dispose()
    await this.page.close()
  }

  /** Until there is something to see. A graph's canvas is there before it has its size, and before the buttons are. */
  private async drawn(): Promise<void> {
    await this.page.locator('canvas, .nothing, .reason').first().waitFor()
    await this.page.evaluate(async () => {
      const { document, requestAnimationFrame } = globalThis as any
      // No function with a name: what compiles the benches gives names by a helper that the page does not have.
      for (;;) {
        const canvas = document.querySelector('canvas')
        if (!canvas) return
        const { width, height } = canvas.parentElement.getBoundingClientRect()
        const fits = canvas.clientWidth === Math.floor(width) && canvas.clientHeight === Math.floor(height)
        if (fits && document.querySelector('.toolbar .buttons') !== null) return
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    })
  }

  private post(message: ToPhysicalGraph): Promise<void> {
    return postTo(this.page, message)
  }
}
