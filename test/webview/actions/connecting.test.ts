import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { codeChanged, drag, JOB, middleOf, portOf, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** A union that reads one stream, and an operator whose input is open. */
const OPEN = JOB.replace(
  'await env',
  `const both = others.union()
both.sink(print()).name('Both')
const open = env.unconnected<number>().map((n) => n).name('Waiting')
open.sink(print())

await env`,
)

test('an output that is dragged to an open input is connected', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await drag(scene, await portOf(scene, 'Others'), await portOf(scene, 'Waiting', 'in-0'), async () => {
    expect(await scene.page.locator('.takes-0').count()).toBeGreaterThan(0)
    await scene.page.locator('.pointer-hint', { hasText: 'Connect with Waiting' }).waitFor()
  })
  const code = await codeChanged(scene, OPEN)
  expect(code).toContain('const open = others.map((n) => n)')
  expect(scene.undoSteps).toBe(1)
})

test('a union takes one more stream, dropped anywhere on its box', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await drag(scene, await portOf(scene, 'Numbers'), await middleOf(scene, 'Union'))
  expect(await codeChanged(scene, OPEN)).toContain('others.union(numbers)')
})

test('an input that is taken is not lit up, says why, and nothing changes', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await drag(scene, await portOf(scene, 'Others'), await middleOf(scene, 'Double'), async () => {
    await scene.page.locator('.pointer-hint.refused', { hasText: 'Double has an input already' }).waitFor()
    await scene.page.locator('.takes-none', { hasText: 'Double' }).waitFor()
  })
  await settled(scene)
  expect(scene.code).toBe(OPEN)
})

test('a circle is refused with the reason', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await drag(scene, await portOf(scene, 'Big'), await middleOf(scene, 'Double'), async () => {
    await scene.page.locator('.pointer-hint.refused', { hasText: 'a dataflow has no circles' }).waitFor()
  })
})

test('an output that is dropped on the empty canvas asks what comes next', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const at = await portOf(scene, 'Minus')
  await drag(scene, at, { x: at.x + 30, y: at.y + 150 })
  await scene.page.getByRole('dialog', { name: 'Add behind Minus' }).waitFor()
  await scene.page.keyboard.type('filter')
  await scene.page.keyboard.press('Enter')
  expect(await codeChanged(scene, JOB)).toContain('.filter(() => true)')
})

test("a selected arrow's beginning is moved to another output", async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  await scene.node('Others').click()
  await scene.page.keyboard.press(']')
  const from = await portOf(scene, 'Others')
  await drag(scene, { x: from.x + 8, y: from.y }, await portOf(scene, 'Double'))
  expect(await codeChanged(scene, JOB)).toMatch(/const \w+ = numbers\s+\.map\(\(n\) => n \* 2\)/)
  await expect.poll(() => scene.diagram!.edges.map(({ key }) => key)).toContain('Double>main>Minus>0>0')
  expect(scene.undoSteps).toBe(1)
})

test("a selected arrow's head is moved to an open input: what it led to has an open one then, and one undo step brings it back", async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await scene.node('Others').click()
  await scene.page.keyboard.press(']')
  await scene.page.keyboard.press(']')
  const edge = scene.page.locator('.react-flow__edge.selected')
  await expect.poll(() => edge.getAttribute('aria-label')).toMatch(/^From Others to (Minus|Union)/)
  const head = (await edge.getAttribute('aria-label'))!.includes('Minus') ? 'Minus' : 'Union'
  const to = await portOf(scene, head, 'in-0')
  await drag(scene, { x: to.x - 8, y: to.y }, await portOf(scene, 'Waiting', 'in-0'), async () => {
    await scene.page.locator('.pointer-hint', { hasText: 'Lead to Waiting' }).waitFor()
  })
  expect(await codeChanged(scene, OPEN)).toContain('const open = others.map((n) => n)')
  expect(scene.undoSteps).toBe(1)
  scene.undo()
  expect(scene.code).toBe(OPEN)
})

test("an arrow's head does not go where an input is taken, and says why", async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  await scene.node('Others').click()
  await scene.page.keyboard.press(']')
  const to = await portOf(scene, 'Minus', 'in-0')
  await drag(scene, { x: to.x - 8, y: to.y }, await portOf(scene, 'Big', 'in-0'), async () => {
    await scene.page.locator('.pointer-hint.refused', { hasText: 'Big has an input already' }).waitFor()
  })
  await settled(scene)
  expect(scene.code).toBe(JOB)
})

test('by keyboard a side output is connected: C takes the next output', async () => {
  const text = `import { type DeadLetter, Environment, outputTag, print } from 'millrace'

const bad = outputTag<DeadLetter<string>>('bad')
const env = new Environment()
const parsed = env.fromCollection(['1']).map((text) => Number(text)).name('Parse').onError(bad)
env.unconnected<DeadLetter<string>>().map(({ record }) => record).name('Waiting').sink(print())
await env.execute('side')
`
  const scene = await stage.open(text)
  await settled(scene)
  await scene.node('Parse').click()
  await scene.page.keyboard.press('c')
  await scene.page.locator('.key-hint', { hasText: 'Connect Parse, main with' }).waitFor()
  await scene.page.keyboard.press('c')
  await scene.page.locator('.key-hint', { hasText: 'Connect Parse, bad with' }).waitFor()
  await scene.page.keyboard.press('Enter')
  expect(await codeChanged(scene, text)).toContain("parsed.sideOutput(bad).map(({ record }) => record).name('Waiting')")
})

test('by keyboard: C, arrow keys choose among inputs that are possible, Enter connects', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await scene.node('Numbers').click()
  await scene.page.keyboard.press('c')
  await scene.page.locator('.key-hint').waitFor()
  const chosen = scene.page.locator('.key-hint b')
  for (let tries = 0; (await chosen.textContent()) !== 'Waiting' && tries < 5; tries++)
    await scene.page.keyboard.press('ArrowDown')
  await scene.page.keyboard.press('Enter')
  expect(await codeChanged(scene, OPEN)).toContain('const open = numbers.map((n) => n)')
})

test('by keyboard: Escape leaves connecting, and nothing changes', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await scene.node('Numbers').click()
  await scene.page.keyboard.press('c')
  await scene.page.locator('.key-hint').waitFor()
  await scene.page.keyboard.press('Escape')
  expect(await scene.page.locator('.key-hint').count()).toBe(0)
  expect(scene.code).toBe(OPEN)
})

test('a second arrow from an output is a branch: what was there stays as it is', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const at = await portOf(scene, 'Double')
  await drag(scene, at, { x: at.x + 30, y: at.y + 250 })
  await scene.page.getByRole('dialog', { name: 'Add behind Double' }).waitFor()
  await scene.page.keyboard.type('inspect')
  await scene.page.keyboard.press('Enter')
  await codeChanged(scene, JOB)
  await expect.poll(() => scene.diagram!.edges.filter(({ source }) => source === 'Double').length).toBe(2)
  expect(scene.undoSteps).toBe(1)
})

test('a source is put where an input is open', async () => {
  const scene = await stage.open(OPEN)
  await settled(scene)
  await scene.node('Waiting').click()
  await scene.page.keyboard.press('i')
  await scene.page.keyboard.type('from coll')
  await scene.page.keyboard.press('Enter')
  expect(await codeChanged(scene, OPEN)).toContain('const open = env.fromCollection([1, 2, 3]).map((n) => n)')
})

test('what a connection would break is said beside the pointer, before it is made', async () => {
  const text = OPEN.replace('unconnected<number>().map((n) => n)', 'unconnected<string>().map((s) => s.trim())')
  const scene = await stage.open(text)
  await settled(scene)
  await drag(scene, await portOf(scene, 'Others'), await portOf(scene, 'Waiting', 'in-0'), async () => {
    await scene.page
      .locator('.pointer-hint', { hasText: /^Connect with Waiting; then: Property 'trim' does not exist/ })
      .waitFor()
    expect(scene.code).toBe(text)
  })
  expect(await codeChanged(scene, text)).toContain('const open = others.map((s) => s.trim())')
})
