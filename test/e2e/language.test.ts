import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let workbench: Workbench
let folder: string
let window: EditorWindow

beforeAll(async () => {
  // The sample, without the `await` of its last line.
  const sample = readFileSync(join(root, 'samples/fork-and-union.flow.ts'), 'utf8')
  const files = {
    'fork-and-union.flow.ts': sample.replace('await env', 'env'),
    'wrong-type.flow.ts':
      "import { Environment } from 'millrace'\nnew Environment().fromCollection([1]).map((n) => n.toFixed()).map((s) => s.missing)\n",
  }
  workbench = await Workbench.start(files, { settings: AS_TEXT })
  folder = workbench.folder
  window = workbench.window
})

afterAll(() => workbench?.stop())

test('a job has lenses and says what is wrong with it; the quick fix ends that, and undo brings it back', async () => {
  const { page } = window
  await window.openText('fork-and-union.flow.ts')
  await page.locator('.codelens-decoration', { hasText: 'Run' }).waitFor()
  expect(await page.locator('.codelens-decoration').textContent()).toMatch(
    /Run\s*\|\s*Debug\s*\|\s*Preview\s*\|\s*Open diagram/,
  )

  const squiggle = page.locator('.monaco-editor .squiggly-warning')
  await squiggle.first().waitFor()
  await window.runCommand('Problems: Focus on Problems View')
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'execute(..) is not awaited' })
  await problem.waitFor()
  expect(await problem.textContent()).toMatch(/millrace.*execute-not-awaited/)

  // Into the text, at the problem.
  await problem.dblclick()
  await page.locator('.monaco-editor.focused').waitFor()
  await page.locator('.monaco-editor .selected-text').first().waitFor()
  // The list closes when the editor still scrolls to the problem: somebody presses again.
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Insert await' })
  await expect
    .poll(async () => {
      if (!(await fix.isVisible())) await page.keyboard.press('Control+.')
      return fix.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      )
    })
    .toBe(true)
  await page.keyboard.press('Enter')
  await page.locator('.view-line', { hasText: "await env.execute('fork and union')" }).waitFor()
  await problem.waitFor({ state: 'detached' })
  await squiggle.first().waitFor({ state: 'detached' })

  await page.keyboard.press('Control+z')
  await problem.waitFor()
})

test('hovering an operator tells what goes in and out, with the types of the checker', async () => {
  const { page } = window
  await page.locator('.monaco-editor .view-lines').first().click()
  const lines = readFileSync(join(folder, 'fork-and-union.flow.ts'), 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes('readings.filter('))
  await page.keyboard.press('Control+g')
  await window.quickInput.fill(`:${line + 1}:${lines[line].indexOf('filter(') + 2}`)
  await page.keyboard.press('Enter')
  const hover = page.locator('.monaco-hover-content', {
    hasText: 'in: { sensor: string; celsius: number } from Source',
  })
  // The checker answers a moment after the text was opened; a hover that is open does not change.
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+k')
        await page.keyboard.press('Control+i')
        return hover.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        )
      },
      { timeout: 60_000 },
    )
    .toBe(true)
})

test('in a folder without node_modules VS Code type-checks a job against the runtime of the extension', async () => {
  const { page } = window
  await window.openText('wrong-type.flow.ts')
  await window.runCommand('Problems: Focus on Problems View')
  const rows = page.locator('.markers-panel .monaco-list-row')
  await rows.filter({ hasText: "Property 'missing' does not exist on type 'string'" }).waitFor({ timeout: 60_000 })
  expect(await rows.filter({ hasText: 'Cannot find module' }).count()).toBe(0)
})

test('the lens opens the diagram', async () => {
  const { page } = window
  await window.openText('fork-and-union.flow.ts')
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('Control+Home')
  await page.locator('.codelens-decoration a', { hasText: 'Open diagram' }).click()
  await window.diagram.locator('.react-flow__node .name', { hasText: 'Union' }).waitFor()
})
