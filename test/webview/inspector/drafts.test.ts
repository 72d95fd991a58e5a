import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { choose, chooseKeys, codeOf, field, JOB, lines, openJob } from './inspected.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('a draft is there again after the page was gone, and can be found', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Timestamps')
  const code = codeOf(scene, 'Function')
  await code.click()
  await code.press('Control+End')
  await scene.page.keyboard.type(' * 3')
  await scene.reload()
  await chooseKeys(scene, [])
  await scene.page.getByRole('region', { name: 'Not applied' }).getByText('Timestamps').click()
  await expect.poll(() => codeOf(scene, 'Function').textContent()).toBe('(record) => record.at * 3')
  expect(await scene.page.locator('.unsaved').count()).toBe(1)
  expect(scene.code).toBe(JOB)
})

test('a save applies drafts', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Latest')
  await field(scene, 'Size').fill('10 s')
  await expect.poll(() => scene.job.drafts.all.length).toBe(1)
  await scene.save()
  expect(lines(scene, /window/)).toEqual(['.window(tumbling(10_000))'])
  await expect.poll(() => scene.page.locator('.unsaved').count()).toBe(0)
})

test('Escape gives a draft up, and then goes back to the box', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await field(scene, 'Name').fill('Parse')
  await field(scene, 'Name').press('Escape')
  expect(await field(scene, 'Name').inputValue()).toBe('')
  await expect.poll(() => scene.job.drafts.all.length).toBe(0)
  await field(scene, 'Name').press('Escape')
  expect(
    await scene.page.evaluate(() => (globalThis as any).document.activeElement?.closest('.react-flow') !== null),
  ).toBe(true)
  expect(scene.code).toBe(JOB)
})

test("Ctrl+Z is the field's while it has a draft, and VS Code's otherwise", async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await scene.page.evaluate(() => {
    const page = globalThis as any
    page.seen = 0
    page.addEventListener('keydown', ({ key }: { key: string }) => {
      if (key === 'z') page.seen++
    })
  })
  const seen = () => scene.page.evaluate(() => (globalThis as any).seen)
  await field(scene, 'Name').focus()
  await scene.page.keyboard.type('P')
  await field(scene, 'Name').press('Control+z')
  expect(await field(scene, 'Name').inputValue()).toBe('')
  expect(await seen()).toBe(0)
  await field(scene, 'Name').press('Control+z')
  expect(await seen()).toBe(1)
})

test('when another box is selected while somebody writes, what was written is applied', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await field(scene, 'Uid').fill('parse')
  await choose(scene, 'Timestamps')
  await expect.poll(() => lines(scene, /uid/).length).toBe(1)
})

test('a field follows the text; one with a draft keeps it, and says that the text has changed', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Latest')
  scene.type((text) => text.replace('60_000', '70_000'))
  await expect.poll(() => field(scene, 'Size').inputValue()).toBe('1 min 10 s')
  await field(scene, 'Size').fill('10 s')
  scene.type((text) => text.replace('70_000', '80_000'))
  await scene.page.getByText('The text has changed below this draft.').waitFor()
  expect(await field(scene, 'Size').inputValue()).toBe('10 s')
  await field(scene, 'Size').press('Escape')
  expect(await field(scene, 'Size').inputValue()).toBe('1 min 20 s')
})
