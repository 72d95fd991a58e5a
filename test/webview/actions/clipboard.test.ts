import { afterEach, beforeAll, expect, test } from 'vitest'
import { heading } from '../inspector/inspected.ts'
import { type Scene, Stage } from '../stage/stage.ts'
import { codeChanged, JOB, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

async function open(text = JOB): Promise<Scene> {
  const scene = await stage.open(text)
  await settled(scene)
  return scene
}

async function choose(scene: Scene, ...names: string[]): Promise<void> {
  const [first, ...others] = names
  await scene.node(first).click()
  for (const name of others) await scene.node(name).click({ modifiers: ['Shift'] })
}

/** What the browser does when somebody presses Ctrl+V, with a text on the clipboard. */
async function paste(scene: Scene, text: string): Promise<void> {
  await scene.page.evaluate((pasted) => {
    const { ClipboardEvent, DataTransfer, document } = globalThis as any
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement.dispatchEvent(event)
  }, text)
}

const said = (scene: Scene) => scene.page.locator('.status-line .message').textContent()
const names = (scene: Scene) => scene.diagram!.nodes.map(({ name }) => name)

test('Ctrl+C puts the TypeScript of what is selected on the clipboard, and changes nothing', async () => {
  const scene = await open()
  await choose(scene, 'Double', 'Big')
  await scene.page.keyboard.press('Control+c')
  await expect.poll(() => scene.clipboard).toContain('.map((n) => n * 2)')
  expect(scene.clipboard).toContain(".filter((n) => n > 2)\n  .name('Big')")
  await expect.poll(() => said(scene)).toBe('2 copied as TypeScript.')
  expect(scene.code).toBe(JOB)
})

test('Ctrl+X takes out what it copies: one undo step', async () => {
  const scene = await open()
  await choose(scene, 'Double', 'Big')
  await scene.page.keyboard.press('Control+x')
  const code = await codeChanged(scene, JOB)
  expect(code).not.toContain('n * 2')
  expect(code).toMatch(/numbers\s*\.sink/)
  expect(scene.clipboard).toContain('.map((n) => n * 2)')
  expect(scene.undoSteps).toBe(1)
  scene.undo()
  expect(scene.code).toBe(JOB)
})

test('what is copied and pasted in the same diagram stands beside it: one undo step', async () => {
  const scene = await open()
  await choose(scene, 'Others', 'Minus')
  await scene.page.keyboard.press('Control+c')
  await expect.poll(() => scene.clipboard).toContain('-n')
  await paste(scene, scene.clipboard)
  const code = await codeChanged(scene, JOB)
  expect(code.split('.map((n) => -n)').length).toBe(3)
  expect(scene.undoSteps).toBe(1)
})

test('what is cut from one file is pasted into another', async () => {
  const from = await open()
  const to = await open(JOB.replaceAll('umbers', 'ounts').replaceAll('thers', 'nes'))
  const before = to.code
  await choose(from, 'Others', 'Minus')
  await from.page.keyboard.press('Control+x')
  await codeChanged(from, JOB)
  expect(from.clipboard).toContain('-n')
  await to.page.locator('.canvas').focus()
  await paste(to, from.clipboard)
  const code = await codeChanged(to, before)
  expect(code).toContain("fromCollection([4, 5]).name('Others')")
  await expect.poll(() => names(to)).toContain('Others')
  expect(to.undoSteps).toBe(1)
})

test('a chain from a web page is pasted: its imports come along, and it is told of no Environment of its own', async () => {
  const scene = await open()
  await scene.page.locator('.canvas').focus()
  await paste(
    scene,
    `import { Environment, print, textFile } from "millrace";

const job = new Environment();
job.source(textFile("words.txt")).flatMap((line) => line.split(" ")).name("Words").sink(print());
await job.execute();
`,
  )
  const code = await codeChanged(scene, JOB)
  expect(code).toContain('textFile')
  expect(code.match(/new Environment/g)).toHaveLength(1)
  expect(code.match(/execute/g)).toHaveLength(1)
  await expect.poll(() => names(scene)).toContain('Words')
  expect(scene.undoSteps).toBe(1)
})

test.for([
  ['prose', 'Dear all, the meeting is on Monday.'],
  ['no stream', 'const a = 1'],
  ['half a chain', 'numbers.map((n) =>'],
  ['nothing', ' '],
])('%s is refused with the reason, and changes nothing', async ([, text]) => {
  const scene = await open()
  await scene.page.locator('.canvas').focus()
  await paste(scene, text)
  await expect.poll(() => said(scene)).toMatch(/^.{20,}\.$/)
  expect(scene.code).toBe(JOB)
  expect(scene.undoSteps).toBe(0)
  expect(scene.errors).toEqual([])
})

test('Ctrl+D makes second ones of several, which read each other as the first ones do', async () => {
  const scene = await open()
  await choose(scene, 'Double', 'Big')
  await scene.page.keyboard.press('Control+d')
  const code = await codeChanged(scene, JOB)
  expect(code.split('n * 2').length).toBe(3)
  await expect.poll(() => scene.diagram!.nodes.length).toBe(9)
  const nodes = new Map(scene.diagram!.nodes.map((node) => [node.key, node.name]))
  const edges = scene.diagram!.edges.map(({ source, target }) => `${nodes.get(source)} > ${nodes.get(target)}`)
  expect(edges.filter((edge) => edge === 'Double > Big')).toHaveLength(2)
  expect(edges.filter((edge) => edge === 'Numbers > Double')).toHaveLength(2)
  expect(scene.undoSteps).toBe(1)
})

test('Delete takes several out at once, and what they read is read by what followed: one undo step', async () => {
  const scene = await open()
  await choose(scene, 'Double', 'Big', 'Minus')
  await scene.page.keyboard.press('Delete')
  const code = await codeChanged(scene, JOB)
  expect(code).toMatch(/numbers\s*\.sink/)
  expect(code).toMatch(/others\s*\.sink/)
  expect(scene.undoSteps).toBe(1)
  scene.undo()
  expect(scene.code).toBe(JOB)
})

test('in a field Ctrl+C, Ctrl+X and Ctrl+V are of the field', async () => {
  const scene = await open()
  await choose(scene, 'Double')
  // The panel of the job has a name too.
  await heading(scene, 'Double').waitFor()
  const name = scene.page.locator('.inspector').getByLabel('Name', { exact: true })
  await name.fill('Twice')
  await name.press('Control+a')
  await name.press('Control+x')
  expect(await name.inputValue()).toBe('')
  expect(scene.told.filter((message) => message.type === 'request' && message.name === 'copy')).toEqual([])
  expect(scene.code).toBe(JOB)
})
