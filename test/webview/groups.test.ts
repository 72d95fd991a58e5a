import { afterEach, beforeAll, expect, test } from 'vitest'
import { settled } from './actions/hands.ts'
import { type Scene, Stage } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const HELPERS = `import { type DataStream, Environment, print } from 'millrace'

const trimmed = (texts: DataStream<string>) => texts.map((text) => text.trim()).name('Trim')
const clean = (texts: DataStream<string>) => trimmed(texts).filter((text) => text !== '').name('Not empty')

const env = new Environment()

clean(env.fromCollection([' a ', '']).name('Texts'))
  .sink(print())
  .name('Show')

await env.execute('clean')
`

async function open(): Promise<Scene> {
  const scene = await stage.open(HELPERS, { width: 1200, height: 700 })
  await settled(scene)
  return scene
}

const names = async (scene: Scene) => (await scene.page.locator('.react-flow__node .name').allTextContents()).sort()
const frames = (scene: Scene) =>
  scene.page.locator('.group-frame').evaluateAll((all: any[]) => all.map((frame) => frame.getAttribute('aria-label')))

test('a helper is one box, which says what is in it and how it is called', async () => {
  const scene = await open()
  expect(await names(scene)).toEqual(['Show', 'Texts', 'clean'])
  expect(await scene.node('clean').locator('.detail').textContent()).toBe('Trim › Not empty')
})

test('a group is opened by its button, one inside of it by a double click, and closed by their frames', async () => {
  const scene = await open()
  await scene.page.getByRole('button', { name: 'Open the group clean' }).click()
  await expect.poll(() => names(scene)).toEqual(['Not empty', 'Show', 'Texts', 'trimmed'])
  expect(await frames(scene)).toEqual(['Group clean'])
  await settled(scene)
  await scene.node('trimmed').dblclick()
  await expect.poll(() => names(scene)).toEqual(['Not empty', 'Show', 'Texts', 'Trim'])
  expect(await frames(scene)).toEqual(['Group clean', 'Group trimmed'])
  await settled(scene)
  await scene.page.getByRole('button', { name: 'Close the group clean' }).click()
  await expect.poll(() => names(scene)).toEqual(['Show', 'Texts', 'clean'])
  expect(await frames(scene)).toEqual([])
  expect(scene.undoSteps).toBe(0)
  expect(scene.code).toBe(HELPERS)
})

test('a frame is around its boxes, and one inside of it within', async () => {
  const scene = await open()
  await scene.page.getByRole('button', { name: 'Open the group clean' }).click()
  await scene.page.getByRole('button', { name: 'Open the group trimmed' }).click()
  await scene.node('Trim').waitFor()
  await settled(scene)
  const box = async (name: string) => (await scene.page.getByRole('region', { name }).boundingBox())!
  const inside = (a: { x: number; y: number; width: number; height: number }, b: typeof a) =>
    a.x > b.x && a.y > b.y && a.x + a.width < b.x + b.width && a.y + a.height < b.y + b.height
  const [outer, inner] = [await box('Group clean'), await box('Group trimmed')]
  expect(inside(inner, outer)).toBe(true)
  expect(inside((await scene.node('Trim').boundingBox())!, inner)).toBe(true)
  expect(inside((await scene.node('Not empty').boundingBox())!, outer)).toBe(true)
  expect(inside((await scene.node('Not empty').boundingBox())!, inner)).toBe(false)
})

test('breadcrumbs say which groups the selected box is in, and select what is in one', async () => {
  const scene = await open()
  const crumbs = scene.page.getByRole('navigation', { name: 'Groups around the selected operator' })
  await scene.node('Show').click()
  expect(await crumbs.count()).toBe(0)
  await scene.page.getByRole('button', { name: 'Open the group clean' }).click()
  await scene.page.getByRole('button', { name: 'Open the group trimmed' }).click()
  await scene.node('Trim').waitFor()
  await settled(scene)
  await scene.node('Trim').click()
  expect((await crumbs.locator('li').allTextContents()).map((text) => text.trim())).toEqual([
    'clean',
    'trimmed',
    'Trim',
  ])
  await crumbs.getByRole('button', { name: 'clean' }).click()
  await expect
    .poll(async () => (await scene.page.locator('.react-flow__node.selected .name').allTextContents()).sort())
    .toEqual(['Not empty', 'Trim'])
})
