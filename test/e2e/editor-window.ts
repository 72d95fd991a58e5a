import { chromium, type FrameLocator, type Locator, type Page, selectors } from 'playwright-core'
import { chromiumPath } from '../../scripts/install.mjs'

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

/** In the stack of an error that one of our pages throws. */
const OUR_PAGES = '/dist/webview/'
const DIAGRAMS = 'iframe.webview.ready:not([src*="purpose=webviewView"])'

/**
 * `view=NAME`: the webview of a view. VS Code lays it over the view, elsewhere in the page; the names of anchors say over
 * which.
 */
const viewEngine = () => ({
  queryAll(root: any, name: string) {
    const header = root.querySelector(`.pane-header[aria-label="${name} Section"]`)
    const anchor = header?.parentElement.querySelector('.pane-body')?.style.anchorName
    const overlays = anchor ? Array.from(root.querySelectorAll('[style*="position-anchor"]')) : []
    const over: any = overlays.find((overlay: any) => overlay.style.positionAnchor === anchor)
    return over ? Array.from(over.querySelectorAll('iframe.webview.ready')) : []
  },
  query(root: any, name: string) {
    return this.queryAll(root, name)[0]
  },
})
let viewsKnown: Promise<void> | undefined

/** The pages of the windows that are open. */
export const openPages = new Set<Page>()

/** Goes elsewhere, as VS Code is told of: of a window that has only gone it waits for the return, for hours. */
async function leave(page: Page): Promise<void> {
  // The server may have been ended by the test.
  await page.goto('about:blank').catch(() => undefined)
}

/** Whether what is waited for comes. */
const comes = (what: Promise<void>): Promise<boolean> =>
  what.then(
    () => true,
    () => false,
  )

/** A VS Code window in a browser, with the words of somebody who uses it. */
export class EditorWindow {
  readonly page: Page
  private readonly url: string
  private readonly end: () => Promise<void>
  /** What our pages have thrown. */
  private readonly thrown: string[] = []

  private constructor(page: Page, url: string, end: () => Promise<void>) {
    this.page = page
    this.url = url
    this.end = end
    page.on('pageerror', ({ stack }) => {
      if (stack?.includes(OUR_PAGES)) this.thrown.push(stack)
    })
    openPages.add(page)
    page.once('close', () => openPages.delete(page))
  }

  /** Opens a folder, and waits until the extension's commands are known: a job opened earlier would open as text only. */
  static async open(url: string, folder: string): Promise<EditorWindow> {
    viewsKnown ??= selectors.register('view', viewEngine)
    await viewsKnown
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: flags })
    try {
      const context = await browser.newContext({ viewport: { width: 1500, height: 900 }, reducedMotion: 'reduce' })
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      // On a busy machine VS Code takes half a minute until its extensions are at work.
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      const end = async () => {
        await leave(page)
        await browser.close()
      }
      return await EditorWindow.load(new EditorWindow(page, `${url}/?folder=${folder}`, end))
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  /** A second window of the same folder. */
  async another(): Promise<EditorWindow> {
    const page = await this.page.context().newPage()
    const end = async () => {
      await leave(page)
      await page.close()
    }
    return EditorWindow.load(new EditorWindow(page, this.url, end))
  }

  /** @throws when one of our pages has thrown, which no test wants */
  async close(): Promise<void> {
    await this.end()
    if (this.thrown.length > 0) throw new Error(`A page has thrown: ${this.thrown.join('\n')}`)
  }

  /** Loads the window again, as somebody does who loads the page again. */
  async reload(): Promise<void> {
    await EditorWindow.load(this)
  }

  private static async load(window: EditorWindow): Promise<EditorWindow> {
    const { page } = window
    await page.goto(window.url)
    await page.locator('.monaco-workbench').waitFor()
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor()
    await window.commandKnown('Millrace: Open Diagram')
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
    // What was in the list before is there for a moment longer: what is meant comes first, and has the focus.
    const row = this.quickRows.and(this.page.locator('.focused')).filter({ hasText: name })
    await this.find('Control+p', name, row, () => this.take(row))
    await this.quickInput.waitFor({ state: 'hidden' })
    await this.page.locator('.tab.active', { hasText: name }).waitFor()
  }

  async runCommand(title: string): Promise<void> {
    const row = this.quickRow(title)
    await this.find('F1', `>${title}`, row, () => this.take(row))
  }

  /** Chooses a row of the list that is open. */
  async choose(text: string | RegExp): Promise<void> {
    await this.quickRows.filter({ hasText: text }).first().click()
  }

  /** Runs a command by keyboard alone. */
  async typeCommand(title: string): Promise<void> {
    await this.find('F1', `>${title}`, this.quickRow(title).and(this.page.locator('.focused')))
    await this.page.keyboard.press('Enter')
  }

  /** Closes what is open, and opens a job, whose files VS Code shows as diagrams. */
  async openDiagram(name: string): Promise<void> {
    await this.closeAll()
    await this.quickOpen(name)
    await this.diagram.locator('.react-flow, .empty').first().waitFor()
  }

  /** Closes what is open. */
  async closeAll(): Promise<void> {
    await this.runCommand('View: Close All Editors')
    // The list of commands goes in its own time, and takes what is typed until then.
    await this.quickInput.waitFor({ state: 'hidden' })
    await this.page.locator('.tab').first().waitFor({ state: 'detached' })
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

  /** The content of a view of the panel. */
  view(name: string): FrameLocator {
    return this.page.frameLocator(`view=${name}`).frameLocator('#active-frame')
  }

  /** The content of the view Output. */
  get output(): FrameLocator {
    return this.view('Output')
  }

  /** The rows of the view Jobs, the latest run first. */
  get jobs(): Locator {
    return this.page
      .locator('.pane', { has: this.page.locator('[aria-label="Jobs Section"]') })
      .locator('[role=treeitem]')
  }

  /** Does to a run what a button in its row does. */
  async doToJob(row: Locator, button: string, options: { readonly timeout?: number } = {}): Promise<void> {
    await row.hover(options)
    await row.locator(`.action-label[aria-label^="${button}"]`).click(options)
  }

  /** Stops or cancels a run, until its row, which is found by its state, is gone. */
  async endJob(row: Locator, button: 'Stop Job' | 'Cancel Job'): Promise<void> {
    await row.waitFor()
    for (const end = Date.now() + 60_000; ; ) {
      const problem = await this.doToJob(row, button, { timeout: 10_000 }).catch((error: unknown) => error)
      // A row that is drawn anew while its button is pressed loses the press: somebody presses again. Not soon: to stop
      // what is being stopped is to cancel it.
      if (await comes(row.waitFor({ state: 'detached', timeout: 10_000 }))) return
      if (Date.now() > end) throw new Error(`'${button}' does nothing`, { cause: problem })
    }
  }

  /** Clicks a lens of the text in front. */
  async lens(title: string): Promise<void> {
    await this.page.locator('.codelens-decoration a', { hasText: title }).first().click()
  }

  /** Every line of the view Output, from the first on. Only those in view exist in the page, so it is scrolled through. */
  async outputLines(): Promise<Set<string>> {
    const lines = new Set<string>()
    const log = this.output.locator('.lines')
    const height: number = await log.evaluate((element: any) => element.scrollHeight)
    for (let top = 0; top <= height; top += 150) {
      const texts: string[] | undefined = await log.evaluate(async (element: any, to: number) => {
        const all = element.querySelector('.all')
        // The page asks for lines that it does not have, and until they come nothing is in their place.
        const isCovered = () => {
          const zero = all.getBoundingClientRect().top
          const places = Array.from(element.querySelectorAll('.line'), (line: any) => line.getBoundingClientRect())
          let covered = to
          for (const { top, bottom } of places.sort((a, b) => a.top - b.top))
            if (top - zero <= covered + 1) covered = Math.max(covered, bottom - zero)
          return covered >= Math.min(to + element.clientHeight, all.offsetHeight) - 1
        }
        for (const end = Date.now() + 20_000; Date.now() < end; ) {
          element.scrollTop = to
          await new Promise((resolve) => setTimeout(resolve, 50))
          if (isCovered()) return Array.from(element.querySelectorAll('.line'), (line: any) => line.textContent)
        }
        return undefined
      }, top)
      if (!texts) throw new Error(`The view Output does not show its lines from ${top} px on`)
      for (const text of texts) lines.add(text)
    }
    return lines
  }

  /** Where is typed into a list that is open. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input')
  }

  /** The rows of a list that is open. */
  get quickRows(): Locator {
    return this.page.locator('.quick-input-widget .monaco-list-row')
  }

  /** The row of a command, which may ask for more (…): not of one whose title only begins like this. */
  private quickRow(title: string): Locator {
    const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}…?$`)
    return this.quickRows.filter({ has: this.page.locator('.label-name', { hasText: exactly }) })
  }

  /**
   * Opens a list and types into it until it has the row, and does with the row what is to be done. The list goes when
   * something else takes the keyboard, as a page does that has just been loaded: then it is opened again.
   */
  private async find(key: string, typed: string, row: Locator, use = async () => {}): Promise<void> {
    const input = this.quickInput
    // Little at first, as the command may not be known yet; more each time, as a busy machine takes long.
    let timeout = 3_000
    for (const end = Date.now() + 60_000; ; timeout = Math.min(2 * timeout, 10_000)) {
      await this.page.keyboard.press(key)
      const look = async () => {
        await input.fill(typed, { timeout })
        await row.waitFor({ timeout })
        await use()
      }
      if (await comes(look())) return
      if (Date.now() > end) throw new Error(`VS Code does not find '${typed}'`)
      await this.page.keyboard.press('Escape')
      await input.waitFor({ state: 'hidden' })
    }
  }

  /**
   * Clicks a row.
   *
   * @throws when the list was gone before it was clicked: it can be tried again
   */
  private async take(row: Locator): Promise<void> {
    const seen = await this.page.evaluateHandle(() => {
      const seen = { click: false }
      // Not a function with a name: what compiles the benches gives names by a helper that the page does not have.
      ;(globalThis as any).document.addEventListener('click', () => Object.assign(seen, { click: true }), {
        ...{ capture: true, once: true },
      })
      return seen
    })
    try {
      await row.click({ timeout: 3_000 })
    } catch (error) {
      // The page may have had the click, and be too busy to say so in time.
      if (!(await seen.evaluate(({ click }) => click))) throw error
    }
  }

  /** Waits until a command is known. */
  private async commandKnown(title: string): Promise<void> {
    await this.find('F1', `>${title}`, this.quickRow(title))
    await this.page.keyboard.press('Escape')
    await this.quickInput.waitFor({ state: 'hidden' })
  }
}
