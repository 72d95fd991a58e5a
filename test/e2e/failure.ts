import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach } from 'vitest'
import { root } from '../../scripts/install.mjs'
import { openPages } from './editor-window.ts'

/** What says in a window why a step was not possible: another tab is in front, a question is open, a message tells. */
const TELLING = [
  '.tabs-container .tab.active',
  '.notification-list-item-message',
  '.monaco-dialog-box',
  '.quick-input-widget:not([style*="display: none"])',
  '.debug-toolbar',
]

// Of a test that fails, the windows tell what they showed.
beforeEach(({ task, onTestFailed }) => {
  onTestFailed(async () => {
    for (const [index, page] of [...openPages].entries()) {
      const picture = join(root, '.cache/pictures', `failed-${task.id}-${index}.png`)
      await page.screenshot({ path: picture }).catch(() => undefined)
      console.error(`${task.name}\nthe window, also in ${picture}:\n${await told(page)}`)
    }
  })
})

async function told(page: Page): Promise<string> {
  const told: string[] = []
  for (const selector of TELLING)
    for (const text of await page.locator(selector).allInnerTexts())
      told.push(`${selector}: ${text.replace(/\s+/g, ' ')}`)
  return told.join('\n')
}
