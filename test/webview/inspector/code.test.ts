import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { choose, codeOf, JOB, lines, openJob } from './inspected.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('completions are the members of the record type', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await code.click()
  await code.press('Control+End')
  await scene.page.keyboard.type('.')
  await expect.poll(() => scene.page.locator('.cm-tooltip-autocomplete li').allTextContents()).toContain('toFixed')
  await code.press('Control+a')
  await code.press('Delete')
  await scene.page.keyboard.type('(record) => record.')
  await expect
    .poll(() => scene.page.locator('.cm-tooltip-autocomplete .cm-completionLabel').allTextContents())
    .toEqual(['at', 'word'])
  await code.press('Escape')
  // Escape closes the list, and the draft is there still.
  expect(await code.textContent()).toBe('(record) => record.')
})

test('what is wrong is underlined, before it is applied', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await code.click()
  await code.press('Control+a')
  await code.press('Delete')
  await scene.page.keyboard.type('(record) => record.nothing')
  await scene.page.locator('.cm-lintRange-error', { hasText: 'nothing' }).waitFor()
  expect(scene.code).toBe(JOB)
})

test('what a name is shows on it', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  await codeOf(scene, 'Function')
    .getByText('record')
    .first()
    .hover({ position: { x: 20, y: 8 } })
  await expect.poll(() => scene.page.locator('.cm-quick-info').textContent()).toContain('(parameter) record: {')
})

test('Ctrl+Enter applies it as one undo step', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await code.click()
  await code.press('Control+a')
  await code.press('Delete')
  await scene.page.keyboard.type('(record) => record.at * 2')
  await code.press('Control+Enter')
  await expect.poll(() => lines(scene, /assign/)).toEqual(['.assignTimestamps((record) => record.at * 2)'])
  expect(scene.undoSteps).toBe(1)
  await expect.poll(() => scene.page.locator('.unsaved').count()).toBe(0)
})

test('a text that is not TypeScript stays in the field with the reason, and never gets into the file', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await code.click()
  await code.press('Control+End')
  await scene.page.keyboard.type(' +')
  await code.press('Control+Enter')
  await scene.page.getByText('The argument is not TypeScript').waitFor()
  expect(await code.textContent()).toBe('(record) => record.at +')
  await scene.save()
  expect(scene.code).toBe(JOB)
  await choose(scene, 'Map')
  await choose(scene, 'Timestamps')
  await expect.poll(() => codeOf(scene, 'Function').textContent()).toBe('(record) => record.at +')
})

test('code of several lines is shown without the indentation of its place, and written with it', async () => {
  const body = '(record) => {\n    const { at } = record\n    return at\n  }'
  const scene = await openJob(stage, JOB.replace('(record) => record.at', body))
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await expect
    .poll(() => code.locator('.cm-line').allTextContents())
    .toEqual(['(record) => {', '  const { at } = record', '  return at', '}'])
  await code.getByText('return at').click()
  await code.press('End')
  await scene.page.keyboard.type(' * 2')
  await code.press('Control+Enter')
  await expect.poll(() => scene.code).toContain(body.replace('return at', 'return at * 2'))
})
