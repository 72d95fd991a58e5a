import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { ThemeName } from '../../stage/themes.ts'
import { type Look, postTo, WebviewBrowser } from '../../stage/webview-browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A browser for the pages of the panel, as VS Code shows them. */
export class PanelStage {
  private readonly browser: WebviewBrowser
  private readonly pages: PanelPage[] = []

  private constructor(browser: WebviewBrowser) {
    this.browser = browser
  }

  /** In the browser of all test files of this process. */
  static async shared(): Promise<PanelStage> {
    return new PanelStage(await WebviewBrowser.shared())
  }

  /** A page with nothing in it yet. */
  async page(look: Look = {}): Promise<PanelPage> {
    const page = new PanelPage(await this.browser.page({ width: 900, height: 400, ...look }), this.browser, look.theme)
    this.pages.push(page)
    return page
  }

  /** Ends the pages that tests have opened. @throws when one of them has thrown, which no test wants */
  async clear(): Promise<void> {
    const pages = this.pages.splice(0)
    await Promise.all(pages.map(({ page }) => page.close()))
    const thrown = pages.flatMap((page) => page.thrown)
    if (thrown.length > 0) throw new Error(`The page has thrown: ${thrown.join('\n')}`)
  }
}

/** One page on the stage. */
export class PanelPage {
  readonly page: Page
  /** What the page has written to its console as an error, and exceptions nobody caught. */
  readonly errors: string[] = []
  /** The exceptions nobody caught. */
  readonly thrown: string[] = []
  private readonly browser: WebviewBrowser
  private readonly theme: ThemeName

  constructor(page: Page, browser: WebviewBrowser, theme: ThemeName = 'dark') {
    this.page = page
    this.browser = browser
    this.theme = theme
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    page.on('pageerror', (error) => {
      this.errors.push(String(error))
      this.thrown.push(error.stack ?? String(error))
    })
  }

  /**
   * Loads one of ours.
   *
   * @param name of its bundle: `output`
   * @param receive gets what the page says to its host
   */
  load(name: string, receive: (message: any) => void): Promise<void> {
    return this.browser.load(this.page, name, this.theme, receive)
  }

  /** The host says something to the page. */
  post(message: unknown): Promise<void> {
    return postTo(this.page, message)
  }

  /** What axe finds serious or worse, as `rule: where`. */
  async serious(): Promise<string[]> {
    await this.page.evaluate(axe)
    return this.page.evaluate(async () => {
      const { violations } = await (globalThis as any).axe.run()
      return violations
        .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }: any) => nodes.map(({ target }: any) => `${id}: ${target.join(' ')}`))
    })
  }
}
