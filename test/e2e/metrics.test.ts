import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

/** 300 records, of which every third goes on; the last one comes once there is a file beside it. */
const NUMBERS = `import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Environment, print } from 'millrace'

async function* numbers() {
  for (let n = 0; n < 299; n++) {
    yield n
    await sleep(10)
  }
  while (!existsSync(import.meta.dirname + '/enough')) await sleep(10)
  yield 299
}

const env = new Environment({ parallelism: 1 })
env
  .source(numbers)
  .filter((n) => n % 3 === 0)
  .sink(print())
await env.execute('numbers')
`
/** Goes on until there is another one. */
const FAILING = NUMBERS.replace('n < 299', '')
  .replace('n % 3 === 0', "{ if (existsSync(import.meta.dirname + '/go')) throw new Error('too many'); return true }")
  .replace("execute('numbers')", "execute('failing')")

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  workbench = await Workbench.start({ 'numbers.flow.ts': NUMBERS, 'failing.flow.ts': FAILING }, { settings: AS_TEXT })
  window = workbench.window
})

afterAll(() => workbench?.stop())

/** The page of the view "Metrics". */
async function metrics({ page }: EditorWindow): Promise<Frame> {
  let found: Frame | undefined
  await expect
    .poll(async () => {
      for (const frame of page.frames()) {
        const there = await frame
          .locator('.content .charts, .content .nothing')
          .count()
          .catch(() => 0)
        if (there > 0) found = frame
      }
      return found !== undefined
    })
    .toBe(true)
  return found!
}

const statusItem = ({ page }: EditorWindow) => page.locator('.statusbar-item[id$="millrace.running"]')

const rows = ({ page }: EditorWindow) => page.locator('.pane', { hasText: 'Jobs' }).locator('.monaco-list-row')

test('while a job runs its text and the status bar say so; metrics are measured, and equal its report when it has ended', async () => {
  const { page } = window
  await window.openText('numbers.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await statusItem(window).getByText('numbers').waitFor({ timeout: 60_000 })
  const line = page.locator('.view-line', { hasText: 'filter' })
  await expect.poll(() => line.textContent()).toMatch(/\d\/s/)
  await window.runCommand('Millrace: Focus on Metrics View')
  const view = await metrics(window)
  await view.locator('.chart figcaption', { hasText: 'Records in' }).waitFor()
  await view.locator('.chart canvas').first().waitFor()
  workbench.write('enough', '')

  await view.locator('.status.finished').waitFor({ timeout: 60_000 })
  const cells = (operator: string) => view.locator('tbody tr', { hasText: operator }).locator('td').allTextContents()
  await expect.poll(() => cells('Filter').then((all) => all.slice(0, 2))).toEqual(['300', '100'])
  expect((await cells('Source'))[1]).toBe('300')
  expect((await cells('Print'))[0]).toBe('100')
  await statusItem(window).waitFor({ state: 'hidden' })
  await expect.poll(() => line.textContent()).toMatch(/300\srecords/)
})

test('two runs of a job are told apart; Delete removes the one that has the keyboard', async () => {
  const { page } = window
  await window.runCommand('Millrace: Run Job')
  await expect.poll(() => rows(window).count()).toBe(2)
  await expect
    .poll(() => rows(window).allTextContents(), { timeout: 60_000 })
    .toEqual([
      expect.stringMatching(/numbers\d+:\d+:\d+.* · finished · .* · 300 records/),
      expect.stringMatching(/numbers\d+:\d+:\d+.* · finished · .* · 300 records/),
    ])
  await rows(window).first().click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
  await expect.poll(() => rows(window).allTextContents()).toEqual([expect.stringMatching(/^numbersfinished/)])
})

test('a job that fails where nobody looks is told of, and shown on demand', async () => {
  const { page } = window
  await window.openText('failing.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await statusItem(window).getByText('failing').waitFor({ timeout: 60_000 })
  await rows(window).getByText('running').waitFor({ timeout: 60_000 })
  await window.runCommand('View: Hide Panel')
  await page.locator('.part.panel').waitFor({ state: 'hidden' })
  // The extension is told in turn: of the panel first.
  await workbench.set({})
  workbench.write('go', '')
  const notice = page.locator('.notification-toast', { hasText: 'failing.flow.ts: Filter' })
  await notice.getByText('too many').waitFor({ timeout: 60_000 })
  await notice.getByRole('button', { name: 'Show' }).click()
  await rows(window).first().waitFor()
  await expect.poll(() => rows(window).first().textContent()).toMatch(/too many \(failing.flow.ts:17:\d+\)/)
})

test('runs that have ended are listed when the window is loaded again', async () => {
  const { page } = window
  await page.reload()
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor()
  await window.runCommand('Millrace: Focus on Jobs View')
  await expect
    .poll(() => rows(window).allTextContents())
    .toEqual([
      expect.stringMatching(/^failingfailed .* too many/),
      expect.stringMatching(/^numbersfinished · .* · 300 records/),
    ])
})
