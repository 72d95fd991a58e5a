import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Pictures to look at after a run. */
const pictures = join(root, '.cache', 'pictures')

let workbench: Workbench
let folder: string
let window: EditorWindow

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  const files = { 'package.json': '{ "name": "jobs", "type": "commonjs" }\n', 'blank.flow.mts': '' }
  workbench = await Workbench.start(files, { settings: AS_TEXT })
  folder = workbench.folder
  window = workbench.window
})

afterAll(() => workbench?.stop())

test('New Job: the file is there, ends as its folder needs it, and its diagram stands beside its text', async () => {
  const { page } = window
  await window.runCommand('Millrace: New Job')
  await window.choose('Word count')
  await window.choose('millrace-e2e')
  const name = window.quickInput
  await expect.poll(() => name.inputValue()).toBe('word-count')
  await name.fill('mill')
  await page.keyboard.press('Enter')

  await window.diagram.locator('.react-flow__node .name', { hasText: 'Counts' }).waitFor()
  const text = readFileSync(join(folder, 'mill.flow.mts'), 'utf8')
  expect(text).toContain("await env.execute('mill')")
  expect(existsSync(join(folder, 'words.txt'))).toBe(true)
  expect(await page.locator('.tab', { hasText: 'mill.flow.mts' }).count()).toBe(2)
  await page.screenshot({ path: join(pictures, 'new-job.png') })
})

test('the list of operators goes with the diagram: what is chosen in one is selected in the other', async () => {
  const { page } = window
  const header = page.locator('.pane-header', { hasText: 'Operators' })
  await header.waitFor()
  if ((await header.getAttribute('aria-expanded')) === 'false') await header.click()
  const row = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}`) })
  await row('Words').click()
  const selected = window.diagram.locator('.react-flow__node.selected .name')
  await expect.poll(() => selected.allTextContents()).toEqual(['Words'])

  await window.diagram.locator('.react-flow__node .name', { hasText: 'Counts' }).click()
  await expect.poll(() => row('Counts').getAttribute('aria-selected')).toBe('true')
})

test('a PNG of the diagram can be drawn in VS Code: the policy of its page allows that', async () => {
  const { page } = window
  await window.diagram.getByRole('button', { name: 'Export' }).click()
  await window.diagram.getByRole('menuitem', { name: 'Save as PNG…' }).click()
  const path = window.quickInput
  await expect.poll(() => path.inputValue()).toMatch(/diagram\.png$/)
  await page.keyboard.press('Enter')
  await expect.poll(() => existsSync(join(folder, 'diagram.png'))).toBe(true)
  await expect.poll(() => readFileSync(join(folder, 'diagram.png')).subarray(1, 4).toString()).toBe('PNG')
})

test('an empty job is filled from a template that is chosen in its diagram', async () => {
  const { page } = window
  await window.closeAll()
  // Not from the tree of files, which moves when the list of operators goes.
  await window.quickOpen('blank.flow.mts')
  await window.runCommand('Millrace: Open Diagram')
  await window.diagram.locator('.empty-job button', { hasText: 'Start from a template' }).click()
  await window.choose('Join of two streams')
  await window.diagram.locator('.react-flow__node .name', { hasText: 'Orders' }).waitFor()
  await page.locator('.view-line', { hasText: "env.execute('blank')" }).waitFor()
})

test('Open a Sample lists the samples with what they show, and copies one with its data', async () => {
  const { page } = window
  await window.runCommand('Millrace: Open a Sample')
  const rows = window.quickRows
  await rows.first().waitFor()
  await rows.filter({ hasText: 'Timers: says when a sensor has been silent' }).waitFor()
  expect(await rows.filter({ hasText: 'flights' }).count()).toBe(0)
  await window.choose(/^sessions/)
  await window.choose('millrace-e2e')
  await expect.poll(() => existsSync(join(folder, 'sessions.flow.mts'))).toBe(true)
  await page.locator('.tab', { hasText: 'sessions.flow.mts' }).first().waitFor()
  expect(existsSync(join(folder, 'data/visits.jsonl'))).toBe(true)
})
