import { afterEach, beforeAll, expect, test } from 'vitest'
import { settled } from './actions/hands.ts'
import { type Scene, Stage, sample } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** Which of these can be seen. */
async function seen(scene: Scene, ...selectors: string[]): Promise<string[]> {
  const counts = await Promise.all(
    selectors.map(async (selector) => {
      const all = await scene.page.locator(selector).all()
      return (await Promise.all(all.map((each) => each.isVisible()))).filter(Boolean).length
    }),
  )
  return selectors.filter((_, index) => counts[index] > 0)
}

const zoomOf = async (scene: Scene) => Number(/(\d+) %/.exec((await scene.page.locator('.zoom').textContent())!)![1])

async function zoomTo(scene: Scene, percent: number): Promise<void> {
  // From what is known, and not on the way to it.
  await scene.page.keyboard.press('0')
  await expect.poll(() => zoomOf(scene)).toBe(100)
  await scene.page.mouse.move(500, 350)
  await scene.page.keyboard.down('Control')
  while ((await zoomOf(scene)) > percent) {
    const before = await zoomOf(scene)
    await scene.page.mouse.wheel(0, 20)
    await expect.poll(() => zoomOf(scene)).toBeLessThan(before)
  }
  await scene.page.keyboard.up('Control')
}

const WORDS = ['.operator .name', '.operator .detail', '.operator .instances', '.react-flow__handle']

test('below 40 % zoom a box is only its kind, its colour and its problem mark, and arrows have no labels', async () => {
  const scene = await stage.open(sample('partition-strategies'), { width: 1000, height: 700 })
  await settled(scene)
  scene.job.setProblems([
    {
      range: { offset: scene.code.indexOf('shuffle().inspect') + 12, length: 1 },
      severity: 'error',
      message: 'Wrong.',
    },
  ])
  await scene.page.locator('.problem').waitFor({ state: 'attached' })
  await scene.page.keyboard.press('0')
  await expect.poll(() => zoomOf(scene)).toBe(100)
  const marks = ['.operator .kind', '.operator .problem', '.react-flow__edge-path']
  expect(await seen(scene, ...WORDS, '.strategy', ...marks)).toEqual([...WORDS, '.strategy', ...marks])

  await zoomTo(scene, 39)
  await settled(scene)
  expect(await seen(scene, ...WORDS, '.strategy', '.arrow', ...marks)).toEqual(marks)
  const colours = await scene.page
    .locator('.operator')
    .evaluateAll((all: any[]) => all.map((box) => (globalThis as any).getComputedStyle(box).backgroundColor))
  expect(new Set(colours).size).toBeGreaterThan(1)
})

test('at 40 % zoom all is still there', async () => {
  const scene = await stage.open(sample('partition-strategies'), { width: 1000, height: 700 })
  await settled(scene)
  await zoomTo(scene, 44)
  expect(await zoomOf(scene)).toBeGreaterThanOrEqual(40)
  expect(await seen(scene, ...WORDS, '.strategy')).toEqual([...WORDS, '.strategy'])
})

test('far away a selected box is still told from the others', async () => {
  const scene = await stage.open(sample('partition-strategies'), { width: 1000, height: 700 })
  await settled(scene)
  await zoomTo(scene, 39)
  await settled(scene)
  const outline = () =>
    scene.page
      .locator('.operator')
      .first()
      .evaluate((box: any) => (globalThis as any).getComputedStyle(box).outlineStyle)
  expect(await outline()).toBe('none')
  await scene.page.locator('.react-flow__node').first().click()
  await expect.poll(outline).toBe('solid')
})
