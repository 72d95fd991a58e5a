import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { EditorWindow } from './editor-window.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const JOB =
  "import { Environment, print } from 'millrace'\nconst env = new Environment()\nenv.fromCollection([1]).sink(print())\nawait env.execute('one')\n"
const LAYOUT = `{
  "operators": [
    { "method": "fromCollection", "text": "[1]", "x": 300, "y": 200 },
    { "method": "sink", "text": "print()" }
  ],
  "version": 1
}
`

let folder: string
let vscode: Awaited<ReturnType<typeof startVSCode>>
let window: EditorWindow

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  writeFileSync(join(folder, 'one.flow.ts'), JOB)
  writeFileSync(join(folder, 'one.flow.layout.json'), LAYOUT)
  vscode = await startVSCode({
    vsix: process.env.MILLRACE_VSIX ?? join(root, 'millrace.vsix'),
    settings: { 'explorer.confirmDelete': false, 'files.enableTrash': false },
  })
  window = await EditorWindow.open(vscode.url, folder)
  // The extension is there once it knows a job.
  await window.openText('one.flow.ts')
  await window.page.locator('.codelens-decoration', { hasText: 'Run' }).waitFor()
})

afterAll(async () => {
  await window?.close()
  await vscode?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const row = (name: string) =>
  window.page.locator('.explorer-folders-view .monaco-list-row', { has: window.page.locator(`text="${name}"`) })
const layoutOf = (name: string) => {
  const path = join(folder, `${name}.flow.layout.json`)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

test('the layout is nested under its job, and goes with it when that is renamed; undo brings both back', async () => {
  const { page } = window
  expect(await row('one.flow.layout.json').count()).toBe(0)
  await row('one.flow.ts').click()
  await page.keyboard.press('F2')
  const input = page.locator('.explorer-folders-view input')
  await input.fill('two.flow.ts')
  await page.keyboard.press('Enter')
  await row('two.flow.ts').waitFor()
  await expect.poll(() => layoutOf('two')).toBe(LAYOUT)
  expect(layoutOf('one')).toBeUndefined()

  await row('two.flow.ts').click()
  await page.keyboard.press('Control+z')
  await row('one.flow.ts').waitFor()
  await expect.poll(() => layoutOf('one')).toBe(LAYOUT)
  await expect.poll(() => layoutOf('two')).toBeUndefined()
})

test('a copy of a job has the same layout, and deleting a job deletes it', async () => {
  const { page } = window
  await row('one.flow.ts').click()
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await row('one copy.flow.ts').waitFor()
  await expect.poll(() => layoutOf('one copy')).toBe(LAYOUT)

  await row('one copy.flow.ts').click()
  await page.keyboard.press('Delete')
  await row('one copy.flow.ts').waitFor({ state: 'detached' })
  await expect.poll(() => layoutOf('one copy')).toBeUndefined()
  expect(layoutOf('one')).toBe(LAYOUT)
})
