import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { drag, JOB, middleOf, selectedNames, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('a click selects a box, a click with Shift one more, a click on the canvas none', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  expect(await selectedNames(scene)).toEqual(['Double'])
  await scene.node('Big').click({ modifiers: ['Shift'] })
  expect((await selectedNames(scene)).toSorted()).toEqual(['Big', 'Double'])
  await scene.page.locator('.react-flow__pane').click({ position: { x: 10, y: 10 } })
  expect(await selectedNames(scene)).toEqual([])
})

test('dragging on the empty canvas selects what is inside, and tells the host once', async () => {
  const scene = await stage.open(JOB)
  const [first, last] = [await middleOf(scene, 'Double'), await middleOf(scene, 'Big')]
  scene.told.length = 0
  const { width, height } = (await scene.node('Double').boundingBox())!
  await drag(scene, { x: first.x - width / 2 - 10, y: first.y - height / 2 - 10 }, { x: last.x + 20, y: last.y + 10 })
  expect((await selectedNames(scene)).toSorted()).toEqual(['Big', 'Double'])
  await expect.poll(() => scene.told.filter(({ type }) => type === 'selected').length).toBe(1)
})

test('an arrow can be selected, and the text follows', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await scene.page.keyboard.press(']')
  expect(await scene.page.locator('.react-flow__edge.selected').count()).toBe(1)
  const edge = scene.diagram!.edges.find(({ source }) => source === 'Double')!
  await expect.poll(() => scene.told.at(-1)).toEqual({ type: 'selected', keys: [edge.key], byPerson: true })
})

test('Ctrl+A selects all, Escape nothing', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  await scene.page.keyboard.press('Control+a')
  await expect.poll(async () => (await selectedNames(scene)).length).toBe(scene.diagram!.nodes.length)
  await scene.page.keyboard.press('Escape')
  await expect.poll(() => selectedNames(scene)).toEqual([])
})

test('what the cursor in the text selects is selected, without taking the focus', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  await scene.page.evaluate('document.activeElement.blur()')
  scene.job.cursorAt(JOB.indexOf('filter'))
  await expect.poll(() => selectedNames(scene)).toEqual(['Big'])
  expect(await scene.page.evaluate('document.activeElement.tagName')).toBe('BODY')
})
