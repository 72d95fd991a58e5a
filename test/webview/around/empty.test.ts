import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage, sample } from '../stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test.for(['', '\n  \n'])('an empty file (%j) shows three things that one can do', async (text) => {
  const scene = await stage.open(text)
  const buttons = scene.page.locator('.empty-job button')
  await buttons.first().waitFor()
  expect(await buttons.locator('.words > :first-child').allTextContents()).toEqual([
    'Add a source',
    'Start from a template',
    'Open a sample',
  ])
  await buttons.nth(1).click()
  await buttons.nth(2).click()
  await expect
    .poll(() => scene.told.filter(({ type }) => type === 'command'))
    .toEqual([
      { type: 'command', command: 'newJob' },
      { type: 'command', command: 'openSample' },
    ])
  expect(scene.code).toBe(text)
})

test('adding a source opens the list of what can be added, which the three make way for', async () => {
  const scene = await stage.open('')
  await scene.page.getByRole('button', { name: 'Add a source' }).click()
  await scene.page.getByRole('combobox').waitFor()
  expect(await scene.page.locator('.empty').count()).toBe(0)
})

test('a job without operators begins with a source; a file that is no job says so', async () => {
  const none = await stage.open("import { Environment } from 'millrace'\n\nconst env = new Environment()\n")
  await none.page.locator('.no-operators', { hasText: 'No operators yet' }).waitFor()
  const other = await stage.open('export const answer = 42\n')
  await other.page.locator('.no-job', { hasText: 'This file is not a job' }).waitFor()
})

test('a job with operators shows none of that, not even before they are laid out', async () => {
  const scene = await stage.open(sample('hello'))
  expect(await scene.page.locator('.empty').count()).toBe(0)
  await scene.node('Map').waitFor()
  expect(await scene.page.locator('.empty').count()).toBe(0)
})
