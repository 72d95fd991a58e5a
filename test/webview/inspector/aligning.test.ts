import { afterEach, beforeAll, expect, test } from 'vitest'
import { JOB, settled } from '../actions/hands.ts'
import { type Scene, Stage } from '../stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const keyOf = (scene: Scene, name: string) => scene.diagram!.nodes.find((node) => node.name === name)!.key
const spot = (scene: Scene, name: string) => scene.diagram!.spots[keyOf(scene, name)]

/** Puts boxes somewhere, as one step, and selects them. */
async function place(scene: Scene, places: Readonly<Record<string, readonly [number, number]>>): Promise<void> {
  await settled(scene)
  const moves = Object.entries(places).map(([name, [x, y]]) => ({ key: keyOf(scene, name), x, y }))
  await scene.job.move(moves)
  await expect.poll(() => Object.keys(places).every((name) => spot(scene, name).placed)).toBe(true)
  // Fitted are the places that the page has.
  await settled(scene)
  await scene.page.keyboard.press('1')
  await settled(scene)
  const [first, ...others] = Object.keys(places)
  await scene.node(first).click()
  for (const name of others) await scene.node(name).click({ modifiers: ['Shift'] })
}

const press = (scene: Scene, title: string) => scene.page.getByRole('button', { name: title, exact: true }).click()

test('boxes are put in a row, in one undo step', async () => {
  const scene = await stage.open(JOB)
  const before = scene.undoSteps
  await place(scene, { Others: [0, 0], Minus: [300, 60] })
  await press(scene, 'In a row')
  await expect.poll(() => spot(scene, 'Minus').y).toBe(0)
  expect(spot(scene, 'Others')).toMatchObject({ x: 0, y: 0 })
  expect(scene.undoSteps).toBe(before + 2)
  scene.undo()
  await expect.poll(() => spot(scene, 'Minus').y).toBe(60)
})

test('boxes that would cover each other stay, and it is said', async () => {
  const scene = await stage.open(JOB)
  await place(scene, { Others: [0, 0], Minus: [300, 60] })
  await press(scene, 'In a column')
  await scene.page.getByText('they would cover each other').waitFor()
  expect(spot(scene, 'Minus')).toMatchObject({ x: 300, y: 60 })
})

test('boxes are put in a column', async () => {
  const scene = await stage.open(JOB)
  await place(scene, { Others: [0, 0], Minus: [60, 200] })
  await press(scene, 'In a column')
  await expect.poll(() => spot(scene, 'Minus').x).toBe(0)
  expect(spot(scene, 'Minus').y).toBe(200)
})

test('three boxes get the same gap, and the outer ones stay', async () => {
  const scene = await stage.open(JOB)
  await place(scene, { Numbers: [0, 0], Others: [700, 0], Minus: [300, 0] })
  await press(scene, 'The same gap between all')
  // Half way, on the grid.
  await expect.poll(() => spot(scene, 'Minus').x).toBe(352)
  expect(spot(scene, 'Numbers').x).toBe(0)
  expect(spot(scene, 'Others').x).toBe(700)
})
