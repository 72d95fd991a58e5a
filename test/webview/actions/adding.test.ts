import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Scene, Stage } from '../stage/stage.ts'
import { codeChanged, drag, JOB, middleOf, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const entry = (scene: Scene, title: string) => scene.page.locator('.palette .entry', { hasText: title }).first()

async function take(scene: Scene, title: string): Promise<{ x: number; y: number }> {
  await scene.page.keyboard.press('p')
  const { x, y, height } = (await entry(scene, title).boundingBox())!
  await settled(scene)
  return { x: x + 40, y: y + height / 2 }
}

test('an entry of the palette that is dropped on an arrow is inserted there, and says so before', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const from = await take(scene, 'Filter')
  const [a, b] = [await middleOf(scene, 'Double'), await middleOf(scene, 'Big')]
  await drag(scene, from, { x: (a.x + b.x) / 2, y: a.y }, async () => {
    await scene.page.locator('.pointer-hint', { hasText: 'Filter between Double and Big' }).waitFor()
    await scene.page.locator('.react-flow__edge.drop-target').waitFor({ state: 'attached' })
  })
  expect(await codeChanged(scene, JOB)).toMatch(/\.name\('Double'\)\s+\.filter\(\(\) => true\)/)
  expect(scene.undoSteps).toBe(1)
})

test('an entry that is dropped on a box goes behind it', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const from = await take(scene, 'Inspect')
  await drag(scene, from, await middleOf(scene, 'Minus'), () =>
    scene.page.locator('.pointer-hint', { hasText: 'Inspect behind Minus' }).waitFor(),
  )
  expect(await codeChanged(scene, JOB)).toMatch(/\.name\('Minus'\)\s+\.inspect/)
})

test('an entry that is dropped on the empty canvas stands where it was dropped', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const from = await take(scene, 'Filter')
  const at = { x: 600, y: 560 }
  await drag(scene, from, at, () =>
    scene.page.locator('.pointer-hint', { hasText: 'Filter, with an open input' }).waitFor(),
  )
  expect(await codeChanged(scene, JOB)).toContain('env.unconnected<unknown>().filter(() => true)')
  await expect
    .poll(() => middleOf(scene, 'Filter').then(({ x, y }) => Math.hypot(x - at.x, y - at.y)))
    // On the grid.
    .toBeLessThan(4)
})

test('a click on an entry adds it behind what is selected', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Big').click()
  await scene.page.keyboard.press('p')
  await entry(scene, 'Inspect').click()
  expect(await codeChanged(scene, JOB)).toMatch(/\.name\('Big'\)\s+\.inspect/)
})

test('type-ahead offers what works by key first behind Key by, and last elsewhere', async () => {
  const scene = await stage.open(JOB.replace('  .filter((n) => n > 2)', '  .keyBy(() => 0)'))
  const first = async (name: string) => {
    await scene.node(name).click()
    await scene.page.keyboard.press('a')
    const titles = await scene.page.locator('.floating .entry .title').allTextContents()
    await scene.page.keyboard.press('Escape')
    return titles
  }
  expect((await first('Big')).slice(0, 2)).toEqual(['Reduce', 'Sum'])
  const elsewhere = await first('Double')
  expect(elsewhere.indexOf('Sum')).toBeGreaterThan(elsewhere.indexOf('Print'))
})

test('type-ahead knows friendly names and methods, and says what cannot be', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press('a')
  await scene.page.keyboard.type('flatM')
  expect(await scene.page.locator('.floating [aria-selected="true"] .title').textContent()).toBe('Flat map')
  await scene.page.getByLabel('What to add').fill('sum')
  expect(await scene.page.locator('.floating .help').textContent()).toContain('put Key by before it')
  await scene.page.getByLabel('What to add').fill('zzz')
  expect(await scene.page.locator('.floating .entries').textContent()).toBe('Nothing is called that.')
  await scene.page.keyboard.press('Escape')
  expect(await scene.page.locator('.floating').count()).toBe(0)
})

test('I inserts before what is selected', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Big').click()
  await scene.page.keyboard.press('i')
  await scene.page.keyboard.type('inspect')
  await scene.page.keyboard.press('Enter')
  expect(await codeChanged(scene, JOB)).toMatch(/\.name\('Double'\)\s+\.inspect.*\s+\.filter/)
})

test('Ctrl+D makes a second one that reads the same', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Minus').click()
  await scene.page.keyboard.press('Control+d')
  const code = await codeChanged(scene, JOB)
  expect(code.split('.map((n) => -n)').length).toBe(3)
  expect(scene.undoSteps).toBe(1)
})
