import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { EditorWindow } from './editor-window.ts'

/** The view "Run and Debug" of a window, and what the debugger shows in the text. */
export class DebugView {
  private readonly window: EditorWindow

  constructor(window: EditorWindow) {
    this.window = window
  }

  /** Waits until a thread stands still. */
  async stopped(): Promise<void> {
    await this.rows('.debug-call-stack', /paused/i)
      .first()
      .waitFor({ timeout: 60_000 })
  }

  /** What the stopped function's variable holds, as Variables shows it. */
  async variable(name: string): Promise<string | null> {
    const local = this.rows('.debug-variables', /^Local/).first()
    await local.waitFor()
    if ((await local.getAttribute('aria-expanded')) === 'false') await local.click()
    const row = this.rows('.debug-variables', new RegExp(`^${name}\\b`)).first()
    await row.waitFor()
    return row.textContent()
  }

  /** The text of the line that it is stopped on, without spaces: marks in it are some, too. */
  async line(): Promise<string> {
    const { page } = this.window
    const mark = page.locator('.debug-top-stack-frame-line').first()
    await mark.waitFor()
    const top = (await mark.boundingBox())?.y ?? Number.NaN
    for (const line of await page.locator('.editor-instance .view-line').all()) {
      const y = (await line.boundingBox())?.y ?? Number.NaN
      if (Math.abs(y - top) < 3) return ((await line.textContent()) ?? '').replace(/[^!-~]/g, '')
    }
    return ''
  }

  /** The call stack of the thread that stands still: what each row says, with the place. The top comes first, alone. */
  async callStack(): Promise<string[]> {
    const thread = this.rows('.debug-call-stack', /paused/i).first()
    if ((await thread.getAttribute('aria-expanded')) === 'false') await thread.locator('.monaco-tl-twistie').click()
    const frames = this.window.page.locator('.debug-call-stack .monaco-list-row:has(.stack-frame)')
    await frames.first().waitFor()
    return frames.allInnerTexts()
  }

  /** Sets a breakpoint with a condition, or a logpoint with a message, on the line of the cursor. */
  async breakpoint(command: string, text: string): Promise<void> {
    const { page } = this.window
    await this.window.runCommand(command)
    const widget = page.locator('.breakpoint-widget')
    // The list of commands goes in its own time, and what is typed until then is the list's, or the text's.
    await widget.locator('.monaco-editor.focused').waitFor()
    // At once: what is typed is completed, and Enter then takes a suggestion that comes late.
    await page.keyboard.insertText(text)
    const typed = async () => (await widget.locator('.view-line').allTextContents()).join('').replaceAll('\u00a0', ' ')
    await expect.poll(typed).toBe(text)
    await page.keyboard.press('Enter')
    await widget.waitFor({ state: 'hidden' })
  }

  /** The rows of the Debug Console. */
  console(): Promise<string[]> {
    return this.window.page.locator('.repl .monaco-list-row').allInnerTexts()
  }

  /** Ends what is debugged, if anything is. */
  async stop(): Promise<void> {
    if (!(await this.window.page.locator('.debug-toolbar').isVisible())) return
    await this.window.page.keyboard.press('Shift+F5')
    await this.ended()
  }

  /** Waits until nothing is debugged any more. */
  async ended(): Promise<void> {
    await this.window.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 })
  }

  private rows(view: string, text: RegExp): Locator {
    return this.window.page.locator(`${view} .monaco-list-row`, { hasText: text })
  }
}
