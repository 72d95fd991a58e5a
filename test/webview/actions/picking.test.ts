import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { codeChanged, JOB, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('changes a partition strategy, and one line of the text changes', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  for (const key of [']', 's']) await scene.page.keyboard.press(key)
  await scene.page.locator('[role=option]', { hasText: 'Broadcast' }).click()
  const code = await codeChanged(scene, JOB)
  const lines = code.split('\n').filter((line) => !JOB.split('\n').includes(line))
  expect(lines).toEqual(['  .broadcast()'])
  expect(scene.undoSteps).toBe(1)
})

test('by keyboard: arrow keys choose, Enter writes; Default takes it away again', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  for (const key of [']', 's', 'ArrowDown', 'ArrowDown', 'Enter']) await scene.page.keyboard.press(key)
  const code = await codeChanged(scene, JOB)
  expect(code).toContain('.shuffle()')
  // The list begins at what the diagram has.
  await scene.page.locator('.strategy.written[data-strategy="Shuffle"]').waitFor()
  await settled(scene)
  await scene.node('Double').click()
  for (const key of [']', 's', 'ArrowUp', 'ArrowUp', 'Enter']) await scene.page.keyboard.press(key)
  expect(await codeChanged(scene, code)).toBe(JOB)
})

test('a custom strategy begins with a default function', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  for (const key of [']', 's']) await scene.page.keyboard.press(key)
  await scene.page.locator('[role=option]', { hasText: 'Partition' }).click()
  expect(await codeChanged(scene, JOB)).toContain('.partition((_record, channels) => channels - 1)')
})
