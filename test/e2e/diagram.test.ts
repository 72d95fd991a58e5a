import { existsSync } from 'node:fs'
import type { FrameLocator, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

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

/** An answer of a chat: a whole job between words. */
const ANSWER = `Here is a job that shouts:

\`\`\`ts
import { Environment, textFileSink } from 'millrace'

const job = new Environment()
job
  .fromCollection(['a', 'b'])
  .map((word) => word.toUpperCase()) // loud
  .name('Shout')
  .sink(textFileSink('loud.txt'))
await job.execute('shout')
\`\`\`
`

const SHOUT = `env
  .fromCollection(['a', 'b'])
  .map((word) => word.toUpperCase()) // loud
  .name('Shout')
  .sink(textFileSink('loud.txt'))
`

let workbench: Workbench
let window: EditorWindow
let diagram: FrameLocator

beforeAll(async () => {
  workbench = await Workbench.start({
    'strategy.flow.ts': JOB,
    'gestures.flow.ts': JOB,
    'paste.flow.ts': JOB,
    'pasted.flow.ts': JOB,
    'word-count.flow.ts': '',
    'keyboard.flow.ts': '',
    'input.txt': 'one\ntwo\nthree\n',
  })
  window = workbench.window
  diagram = window.diagram
})

afterAll(() => workbench?.stop())

const textOf = (name: string) => workbench.textOf(name)
const open = (name: string) => window.openDiagram(name)
const box = (name: string) => window.box(name)

const selected = (name: string): Locator =>
  diagram.locator('.react-flow__node.selected', { has: diagram.locator('.name', { hasText: name }) })

/** Waits until keys go to the diagram: one that has just been opened takes the keyboard a moment after it is drawn. */
const hasKeyboard = () =>
  expect.poll(() => diagram.locator('body').evaluate((body: any): boolean => body.ownerDocument.hasFocus())).toBe(true)

async function save(name: string): Promise<string> {
  await window.save(name)
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

test('draws word count by keyboard alone', async () => {
  const { keyboard } = window.page
  await open('keyboard.flow.ts')
  await diagram.locator('.empty').waitFor()
  await hasKeyboard()
  await keyboard.press('Space')
  for (const [words, name] of [
    ['text file', 'Read Text File'],
    ['flat', 'FlatMap'],
    ['key', 'KeyBy'],
    ['sum', 'Sum'],
    ['print', 'Print'],
  ]) {
    await diagram.getByRole('listbox').waitFor()
    await keyboard.type(words)
    await keyboard.press('Enter')
    await selected(name).waitFor()
    if (name !== 'Print') await keyboard.press('a')
  }
  expect(await save('keyboard.flow.ts')).toBe(WORD_COUNT.replace("'word-count'", "'keyboard'"))

  await window.typeCommand('Millrace: Run Job')
  await window.output.locator('.status', { hasText: 'keyboard.flow.ts' }).waitFor()
  await window.output.locator('.status.finished').waitFor({ timeout: 60_000 })
  expect([...(await window.outputLines())].at(-1)).toBe('Print[ 0, 3 ]')
})

test('pastes TypeScript: an answer of a chat, and what was copied in another file', async () => {
  const { page } = window
  const withShout = (text: string) =>
    JOB.replace('print }', 'print, textFileSink }').replace('\nawait', `${text}\nawait`)
  await open('paste.flow.ts')
  await box('Double').waitFor()
  await page.evaluate((text) => (globalThis as any).navigator.clipboard.writeText(text), ANSWER)
  await hasKeyboard()
  await page.keyboard.press('Control+v')
  await selected('Shout').waitFor()
  expect(await save('paste.flow.ts')).toBe(withShout(SHOUT))

  await box('Shout').click()
  for (const arrow of ['Left', 'Right', 'Right']) await page.keyboard.press(`Shift+Arrow${arrow}`)
  await page.keyboard.press('Control+c')
  await diagram.getByText('3 copied as TypeScript.').waitFor()
  await open('pasted.flow.ts')
  await box('Double').waitFor()
  await hasKeyboard()
  await page.keyboard.press('Control+v')
  await selected('Shout').waitFor()
  expect(await save('pasted.flow.ts')).toBe(withShout(SHOUT))
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
  const sidecar = workbench.path('gestures.flow.layout.json')
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const nodes = diagram.locator('.react-flow__node')
  await nodes.first().waitFor()
  for (let gesture = 0; gesture < 30; gesture++) {
    await page.keyboard.press('Escape')
    let there = await inView(nodes)
    // A box can be dragged out of a small pane when no other one is in it.
    if (there.length === 0) {
      await page.keyboard.press('1')
      await expect.poll(() => inView(nodes)).not.toEqual([])
      there = await inView(nodes)
    }
    const node = nodes.nth(there[random(there.length)])
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
      { interval: 500 },
    )
    .toEqual({ text: JOB, sidecar: false })
})

/** Which boxes are in view: where another one would be clicked, something else of the window is. */
function inView(nodes: Locator): Promise<number[]> {
  return nodes.evaluateAll((all: any[]) =>
    all.flatMap((node, index) => {
      const { x, y } = node.getBoundingClientRect()
      return node.contains(node.ownerDocument.elementFromPoint(x + 20, y + 10)) ? [index] : []
    }),
  )
}
