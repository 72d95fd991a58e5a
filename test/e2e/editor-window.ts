import { chromium, type FrameLocator, type Locator, type Page } from 'playwright-core'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const DIAGRAMS = 'iframe.webview.ready:not([src*="purpose=webviewView"])'

/** A VS Code window in a browser, with the words of somebody who uses it. */
export class EditorWindow {
  readonly page: Page
  private readonly url: string
  readonly close: () => Promise<void>

  private constructor(page: Page, url: string, close: () => Promise<void>) {
    this.page = page
    this.url = url
    this.close = close
  }

  /** Opens a folder, and waits until the extension's commands are known: a job opened earlier would open as text only. */
  static async open(url: string, folder: string): Promise<EditorWindow> {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, args: flags })
    try {
      const context = await browser.newContext({ viewport: { width: 1500, height: 900 } })
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const page = await context.newPage()
      return await EditorWindow.load(new EditorWindow(page, `${url}/?folder=${folder}`, () => browser.close()))
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  /** A second window of the same folder. */
  async another(): Promise<EditorWindow> {
    const page = await this.page.context().newPage()
    return EditorWindow.load(new EditorWindow(page, this.url, () => page.close()))
  }

  private static async load(window: EditorWindow): Promise<EditorWindow> {
    const { page } = window
    await page.goto(window.url)
    await page.locator('.monaco-workbench').waitFor()
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor()
    await window.extensionKnown('Millrace: Open Diagram')
    return window
  }

  /** Opens a file of the folder as text. */
  async openText(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick()
    await this.page.locator('.tab.active', { hasText: name }).waitFor()
    await this.page.locator('.monaco-editor .view-line').first().waitFor()
  }

  /** Opens a file of the folder with whatever editor it has, by its name. */
  async quickOpen(name: string): Promise<void> {
    const { page } = this
    const input = page.locator('.quick-input-widget input.input')
    await page.keyboard.press('Control+p')
    await input.waitFor({ state: 'visible' })
    await input.fill(name)
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first().waitFor()
    await page.keyboard.press('Enter')
    await input.waitFor({ state: 'hidden' })
    await page.locator('.tab.active', { hasText: name }).waitFor()
  }

  async runCommand(title: string): Promise<void> {
    const row = await this.search(title)
    await row.waitFor()
    await row.click()
  }

  /** Closes what is open, and opens a job, whose files VS Code shows as diagrams. */
  async openDiagram(name: string): Promise<void> {
    await this.runCommand('View: Close All Editors')
    // The list of commands goes in its own time, and takes what is typed until then.
    await this.page.locator('.quick-input-widget input.input').waitFor({ state: 'hidden' })
    await this.quickOpen(name)
    await this.diagram.locator('.react-flow, .empty').first().waitFor()
  }

  /** Saves what is in front. */
  async save(name: string): Promise<void> {
    await this.page.keyboard.press('Control+s')
    await this.saved(name)
  }

  async saved(name: string): Promise<void> {
    await this.page.locator('.tab.active:not(.dirty)', { hasText: name }).first().waitFor()
  }

  /** The content of the diagram's webview. */
  get diagram(): FrameLocator {
    return this.page.frameLocator(DIAGRAMS).frameLocator('#active-frame')
  }

  /** The contents of the diagrams that stand beside each other, from the left. */
  async diagrams(): Promise<FrameLocator[]> {
    const frames = this.page.locator(DIAGRAMS)
    const lefts = await Promise.all((await frames.all()).map(async (frame) => (await frame.boundingBox())!.x))
    const order = lefts.map((_, index) => index).sort((a, b) => lefts[a] - lefts[b])
    return order.map((index) => frames.nth(index).contentFrame().frameLocator('#active-frame'))
  }

  /** The box of an operator. */
  box(name: string, diagram = this.diagram): Locator {
    return diagram.locator('.react-flow__node', {
      has: diagram.locator('.name', { hasText: new RegExp(`^${name}$`) }),
    })
  }

  /** The content of the panel's webview. */
  get output(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready[src*="purpose=webviewView"]').frameLocator('#active-frame')
  }

  /** Every line of the panel, from the first on. Only those in view exist in the page, so it is scrolled through. */
  async outputLines(): Promise<Set<string>> {
    const lines = new Set<string>()
    const log = this.output.locator('.lines')
    const height: number = await log.evaluate((element: any) => element.scrollHeight)
    for (let top = 0; top <= height; top += 150) {
      const texts: string[] = await log.evaluate(async (element: any, to: number) => {
        element.scrollTop = to
        await new Promise((resolve) => setTimeout(resolve, 50))
        return Array.from(element.querySelectorAll('.line'), (line: any) => line.textContent)
      }, top)
      for (const text of texts) lines.add(text)
    }
    return lines
  }

  private async search(title: string) {
    await this.page.keyboard.press('F1')
    const input = this.page.locator('.quick-input-widget input.input')
    await input.waitFor({ state: 'visible' })
    await input.fill(`>${title}`)
    return this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: title }).first()
  }

  private async extensionKnown(title: string): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const row = await this.search(title)
      const found = await row.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
      await this.page.keyboard.press('Escape')
      await this.page.locator('.quick-input-widget input.input').waitFor({ state: 'hidden' })
      if (found) return
    }
    throw new Error(`VS Code does not know the command '${title}'`)
  }
}
