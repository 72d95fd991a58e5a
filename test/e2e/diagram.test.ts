import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FrameLocator, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { EditorWindow } from './editor-window.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment()
// Whole numbers
const numbers = env.fromCollection([1, 2, 3, 4])
numbers
  .filter((n) => n % 2 === 0) // even
  .map((n) => n * 2)
  .name('Double')
  .sink(print())
numbers.map((n) => -n).sink(print())

await env.execute('numbers')
`

const WORD_COUNT = `import { Environment, print, textFile } from 'millrace'

const env = new Environment()

const input = env
  .source(textFile('input.txt'))
  .flatMap((record) => [record])
  .keyBy(() => 0)
  .sum(() => 1)
input.sink(print())

await env.execute('word-count')
`

let folder: string
let vscode: Awaited<ReturnType<typeof startVSCode>>
let window: EditorWindow
let diagram: FrameLocator

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  for (const name of ['strategy', 'gestures', 'alternate', 'paste', 'draft']) {
    writeFileSync(join(folder, `${name}.flow.ts`), JOB)
  }
  writeFileSync(join(folder, 'word-count.flow.ts'), '')
  writeFileSync(join(folder, 'keyboard.flow.ts'), '')
  writeFileSync(join(folder, 'input.txt'), 'one\ntwo\nthree\n')
  writeFileSync(join(folder, 'other.txt'), 'Not a job.\n')
  vscode = await startVSCode({
    vsix: process.env.MILLRACE_VSIX ?? join(root, 'millrace.vsix'),
    settings: { 'workbench.editorAssociations': { '*.flow.ts': 'millrace.diagram' } },
  })
  window = await EditorWindow.open(vscode.url, folder)
  diagram = window.diagram
})

afterAll(async () => {
  await window?.close()
  await vscode?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')
const box = (name: string): Locator =>
  diagram.locator('.react-flow__node', { has: diagram.locator('.name', { hasText: new RegExp(`^${name}$`) }) })

/** Closes what is open, and opens a job as a diagram. */
async function open(name: string): Promise<void> {
  await window.runCommand('View: Close All Editors')
  await window.quickOpen(name)
  await diagram.locator('.react-flow, .empty').first().waitFor()
}

async function save(name: string): Promise<string> {
  await window.page.keyboard.press('Control+s')
  await window.page.locator('.tab.active:not(.dirty)', { hasText: name }).waitFor()
  return textOf(name)
}

async function middle(target: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await target.boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

async function drag(from: { x: number; y: number }, by: { x: number; y: number }): Promise<void> {
  const { mouse } = window.page
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 3 })
  await mouse.move(from.x + by.x, from.y + by.y, { steps: 3 })
  await mouse.up()
}

test('draws word count from an empty file by mouse alone', async () => {
  await open('word-count.flow.ts')
  await diagram.getByRole('button', { name: /Add a source/ }).click()
  await diagram
    .getByRole('option', { name: /^Text file/ })
    .first()
    .click()
  await box('Read Text File').waitFor()
  for (const [title, name] of [
    [/^Flat map/, 'FlatMap'],
    [/^Key by/, 'KeyBy'],
    [/^Sum(?! of)/, 'Sum'],
    [/^Print/, 'Print'],
  ] as const) {
    const add = diagram.locator('.react-flow__node.selected .add-after')
    await add.click()
    await diagram.getByRole('option', { name: title }).first().click()
    await box(name).waitFor()
    await diagram.locator('.react-flow__node.selected', { hasText: name }).waitFor()
  }
  expect(await save('word-count.flow.ts')).toBe(WORD_COUNT)
  await window.runCommand('Millrace: Run Job')
  await window.output.locator('.status.finished').waitFor({ timeout: 60_000 })
  // One key for all of them, and a record for each of three lines.
  expect([...(await window.outputLines())].at(-1)).toBe('Print[ 0, 3 ]')
})

describe('one gesture, one edit', () => {
  test('changes a partition strategy and one line of the text changes', async () => {
    await open('strategy.flow.ts')
    await box('Double').click()
    await window.page.keyboard.press('[')
    await window.page.keyboard.press('s')
    await diagram.locator('[role=option]', { hasText: 'Broadcast' }).click()
    await window.page.locator('.tab.active.dirty').waitFor()
    expect(await save('strategy.flow.ts')).toBe(
      JOB.replace('  .map((n) => n * 2)', '  .broadcast()\n  .map((n) => n * 2)'),
    )
  })
})

test('30 random gestures, moves included, then undo all: file and sidecar are byte-equal to the start', async () => {
  await open('gestures.flow.ts')
  const { page } = window
  const sidecar = join(folder, 'gestures.flow.layout.json')
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let gesture = 0; gesture < 30; gesture++) {
    const nodes = diagram.locator('.react-flow__node')
    const node = nodes.nth(random(await nodes.count()))
    await page.keyboard.press('Escape')
    await node.click({ position: { x: 20, y: 10 }, force: true })
    if (gesture % 3 === 0) {
      await drag(await middle(node), { x: 16 * (1 + random(4)), y: 16 * (1 + random(4)) })
    } else if (gesture % 3 === 1) {
      await page.keyboard.press('Alt+ArrowDown')
    } else {
      await page.keyboard.press('Control+d')
    }
    await page.waitForTimeout(400)
  }
  const changed = await save('gestures.flow.ts')
  expect(changed).not.toBe(JOB)
  await expect.poll(() => existsSync(sidecar)).toBe(true)
  // More often than there are steps: what is undone is undone. VS Code takes its time.
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Control+z')
    await page.waitForTimeout(100)
  }
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Control+z')
        await page.keyboard.press('Control+s')
        return { text: textOf('gestures.flow.ts'), sidecar: existsSync(sidecar) }
      },
      { timeout: 30_000, interval: 500 },
    )
    .toEqual({ text: JOB, sidecar: false })
})
