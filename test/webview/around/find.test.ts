import { afterEach, beforeAll, expect, test } from 'vitest'
import { settled } from '../actions/hands.ts'
import { type Scene, Stage, sample } from '../stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

async function finding(query: string): Promise<Scene> {
  const scene = await stage.open(sample('fork-and-union'))
  await scene.node('Union').waitFor()
  await scene.page.keyboard.press('Control+f')
  await scene.page.keyboard.type(query)
  return scene
}

const count = ({ page }: Scene) => page.locator('.find .count')
const selected = ({ told }: Scene) => told.findLast((message) => message.type === 'selected')?.keys

test('find goes through what has the words in name, kind or code, forwards and backwards, and around', async () => {
  const scene = await finding('celsius <')
  const { page } = scene
  await expect.poll(() => count(scene).textContent()).toBe('1 of 1')
  const [cold] = selected(scene)!
  expect(scene.diagram!.nodes.find(({ key }) => key === cold)!.name).toBe('Cold')

  await page.locator('.find input').fill('map')
  await expect.poll(() => count(scene).textContent()).toBe('1 of 2')
  const first = selected(scene)
  await page.keyboard.press('Enter')
  await expect.poll(() => count(scene).textContent()).toBe('2 of 2')
  expect(selected(scene)).not.toEqual(first)
  await page.keyboard.press('Enter')
  await expect.poll(() => count(scene).textContent()).toBe('1 of 2')
  expect(selected(scene)).toEqual(first)
  await page.keyboard.press('Shift+Enter')
  await expect.poll(() => count(scene).textContent()).toBe('2 of 2')
})

test('what is not found is dimmed, until Escape, which gives the focus back', async () => {
  const scene = await finding('hot')
  const opacity = (name: string) =>
    scene.node(name).evaluate((element: any) => Number((globalThis as any).getComputedStyle(element).opacity))
  await expect.poll(() => opacity('Cold')).toBeLessThan(0.5)
  expect(await opacity('Hot')).toBe(1)
  await scene.page.keyboard.press('Escape')
  await expect.poll(() => opacity('Cold')).toBe(1)
  expect(await scene.page.locator('.find').count()).toBe(0)
  expect(await scene.page.evaluate(() => (globalThis as any).document.activeElement?.tagName)).not.toBe('INPUT')
})

test('what is found comes into view where it was out of it', async () => {
  const scene = await stage.open(sample('fork-and-union'), { width: 500, height: 400 })
  // What opens is fitted first.
  await settled(scene)
  await scene.page.keyboard.press('0')
  for (let step = 0; step < 4; step++) await scene.page.getByRole('button', { name: 'Zoom in' }).click()
  await scene.page.keyboard.press('Control+f')
  await scene.page.keyboard.type('print')
  await expect
    .poll(async () => {
      const box = await scene.node('Print').boundingBox()
      return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= 500 && box.y + box.height <= 400
    })
    .toBe(true)
})

test('where nothing has the words, it says so, and nothing is selected', async () => {
  const scene = await finding('nowhere')
  await expect.poll(() => count(scene).textContent()).toBe('No results')
  expect(await scene.page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
})

test('keys in the field act on the field', async () => {
  const scene = await finding('hot')
  await scene.page.keyboard.press('Control+a')
  await scene.page.keyboard.press('Delete')
  expect(await scene.page.locator('.find input').inputValue()).toBe('')
  expect(scene.undoSteps).toBe(0)
  expect(await scene.page.locator('.react-flow__node').count()).toBe(scene.diagram!.nodes.length)
})
