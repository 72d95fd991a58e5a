import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { codeChanged, drag, JOB, middleOf, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const spot = (scene: Awaited<ReturnType<Stage['open']>>, key: string) => {
  const { x, y, placed } = scene.diagram!.spots[key]
  return { x, y, placed }
}

test('a dropped box stays where it was dropped: one undo step that changes no byte', async () => {
  const scene = await stage.open(JOB)
  const at = await middleOf(scene, 'Minus')
  const before = spot(scene, 'Minus')
  await drag(scene, at, { x: at.x + 20, y: at.y + 120 })
  await expect.poll(() => spot(scene, 'Minus').placed).toBe(true)
  expect(scene.code).toBe(JOB)
  expect(scene.undoSteps).toBe(1)
  const after = spot(scene, 'Minus')
  expect([after.x % 4, after.y % 4]).toEqual([0, 0])
  expect(after.y).toBeGreaterThan(before.y + 80)
  scene.undo()
  await expect.poll(() => spot(scene, 'Minus').placed).toBe(false)
})

test('several boxes move together, in one step', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Others').click()
  await scene.node('Minus').click({ modifiers: ['Shift'] })
  const at = await middleOf(scene, 'Minus')
  await drag(scene, at, { x: at.x, y: at.y + 100 })
  await expect.poll(() => spot(scene, 'Others').placed && spot(scene, 'Minus').placed).toBe(true)
  expect(scene.undoSteps).toBe(1)
})

test('Alt and arrows move by 8 pixels, and a key held down is one step', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Minus').click()
  const before = spot(scene, 'Minus')
  const { keyboard } = scene.page
  await keyboard.down('Alt')
  await keyboard.down('ArrowDown')
  await keyboard.down('ArrowDown')
  await keyboard.down('ArrowDown')
  await keyboard.up('ArrowDown')
  await keyboard.up('Alt')
  await expect.poll(() => spot(scene, 'Minus').placed).toBe(true)
  expect(spot(scene, 'Minus').y - Math.round(before.y / 4) * 4).toBe(24)
  expect(scene.undoSteps).toBe(1)
})

test('in a read-only file boxes stay', async () => {
  const scene = await stage.open(JOB)
  scene.setReadOnly('The file is read-only.')
  await settled(scene)
  const at = await middleOf(scene, 'Minus')
  await drag(scene, at, { x: at.x, y: at.y + 100 })
  await settled(scene)
  expect(await middleOf(scene, 'Minus')).toEqual(at)
  expect(scene.told.some((message) => message.type === 'request' && message.name === 'move')).toBe(false)
})

test('a box that is dropped on an arrow is put there, where the text allows it', async () => {
  const scene = await stage.open(
    JOB.replace('  .filter((n) => n > 2)\n', '  .inspect(() => {})\n  .name("Look")\n  .filter((n) => n > 2)\n'),
  )
  await settled(scene)
  const before = scene.code
  const [from, a, b] = [
    await middleOf(scene, 'Look'),
    await middleOf(scene, 'Numbers'),
    await middleOf(scene, 'Double'),
  ]
  await drag(scene, from, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, async () => {
    await scene.page.mouse.move((a.x + b.x) / 2 + 1, (a.y + b.y) / 2)
    await scene.page.locator('.pointer-hint', { hasText: 'Put Look between Numbers and Double' }).waitFor()
  })
  const code = await codeChanged(scene, before)
  expect(code.indexOf('inspect')).toBeLessThan(code.indexOf('map'))
  expect(scene.undoSteps).toBe(1)
})
