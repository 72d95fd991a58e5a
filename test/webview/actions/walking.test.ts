import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { JOB, selectedNames, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('arrow keys walk along the flow from the first source, and among the boxes of a layer', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const walk = async (key: string) => {
    await scene.page.keyboard.press(key)
    return selectedNames(scene)
  }
  expect(await walk('ArrowRight')).toEqual(['Numbers'])
  expect(await walk('ArrowRight')).toEqual(['Double'])
  expect(await walk('ArrowDown')).toEqual(['Minus'])
  expect(await walk('ArrowLeft')).toEqual(['Others'])
  expect(await walk('ArrowUp')).toEqual(['Numbers'])
  expect(await walk('ArrowLeft')).toEqual(['Numbers'])
})

test('in a diagram that runs down, the keys are turned with it', async () => {
  const scene = await stage.open(JOB, { width: 500, height: 800 })
  await settled(scene)
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await scene.page.keyboard.press(key)
  expect(await selectedNames(scene)).toEqual(['Big'])
})

test('with Shift what was selected stays selected', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press('Shift+ArrowRight')
  expect(await selectedNames(scene)).toEqual(['Double', 'Big'])
})

test('the box walked to has the focus, and its label says what leads in and out', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Numbers').click()
  await scene.page.keyboard.press('ArrowRight')
  expect(await scene.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'Double, map, n * 2, parallelism 2, reads Numbers, leads to Big',
  )
  expect(await scene.page.locator('.announcer').textContent()).toBe('Double')
})

test('] and [ select the arrows of a box, and arrow keys go on from there', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press('[')
  expect(await selectedNames(scene)).toEqual([])
  await scene.page.keyboard.press('ArrowLeft')
  expect(await selectedNames(scene)).toEqual(['Numbers'])
})

test('F12 and a double click go to the text', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press('F12')
  await expect.poll(() => scene.told.at(-1)).toEqual({ type: 'showText', key: 'Double' })
  await scene.node('Big').dblclick()
  await expect.poll(() => scene.told.at(-1)).toEqual({ type: 'showText', key: 'Big' })
})

test('keys that are typed into a field do not reach the canvas', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press('p')
  await scene.page.getByLabel('Search the palette').fill('x')
  for (const key of ['Backspace', 'a', 'Delete', 'c']) await scene.page.keyboard.press(key)
  expect(await scene.page.getByLabel('Search the palette').inputValue()).toBe('ac')
  expect(scene.code).toBe(JOB)
})
