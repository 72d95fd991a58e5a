import { afterEach, beforeAll, expect, test } from 'vitest'
import { OutputScene } from './stage/output-scene.ts'
import { PanelStage } from './stage/panel-stage.ts'

let stage: PanelStage

beforeAll(async () => {
  stage = await PanelStage.shared()
})
afterEach(() => stage.clear())

const print = (text: string) => ({ text, stream: 'stdout' as const, operatorId: 1, operatorName: 'Print', instance: 0 })

test('the head tells how the run goes and why it failed, with a link to the place; another run can be chosen', async () => {
  const position = { file: '/jobs/late.flow.ts', line: 12, column: 3 }
  const scene = await OutputScene.open(stage, {
    state: 'failed',
    endedAt: Date.now() + 4_200,
    error: { reason: 'user', message: 'no such flight\nand more', operatorName: 'Map', instance: 1, position } as never,
  })
  const { page } = scene.page
  const failed = scene.shownRun
  failed.output.add([print('of the first')])
  await page
    .locator('.status.failed', { hasText: 'late.flow.ts' })
    .getByText('Map[1]: no such flight', { exact: true })
    .waitFor()
  await page.getByRole('button', { name: 'late.flow.ts:12:3' }).click()
  await expect.poll(() => scene.opened).toEqual([{ path: position.file, line: 12, column: 3 }])
  // The call was not kept.
  expect(await page.getByRole('button', { name: 'Debug this record' }).count()).toBe(0)
  expect(await page.getByLabel('Run').count()).toBe(0)
  scene.run({ file: '/jobs/other.flow.ts', startedAt: Date.now() + 1 }).output.add([print('of the second')])
  await scene.line('of the second').waitFor()
  expect(await scene.line('of the first').count()).toBe(0)
  await page.getByLabel('Run').selectOption(`${failed.id}`)
  await scene.line('of the first').waitFor()
})

test('a job that failed on a record offers to debug it', async () => {
  const failedCall = { operatorId: 1, records: [] }
  const scene = await OutputScene.open(stage, {
    state: 'failed',
    error: { reason: 'user', message: 'no such flight', failedCall } as never,
  })
  await scene.page.page.getByRole('button', { name: 'Debug this record' }).click()
  await expect.poll(() => scene.asked).toEqual(['debugRecord 1'])
})

test('without a run it says what to do, with a button that does it', async () => {
  const scene = await OutputScene.open(stage)
  await scene.page.page.getByRole('button', { name: 'Run the job that is open' }).click()
  await expect.poll(() => scene.asked).toEqual(['runJob'])
})

test('what runs for days turns no wheel, and what is being built turns none where people want less motion', async () => {
  const scene = await OutputScene.open(stage, { state: 'running' })
  const { page } = scene.page
  const turning = () => page.evaluate(() => (globalThis as any).document.getAnimations().length)
  await page.locator('.status.running').waitFor()
  expect(await turning()).toBe(0)
  scene.run({ file: '/jobs/other.flow.ts', state: 'building', startedAt: Date.now() + 1 })
  await page.locator('.status.building').waitFor()
  expect(await turning()).toBe(1)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await turning()).toBe(0)
  await page.emulateMedia({ reducedMotion: null })
  expect(await turning()).toBe(1)
  // VS Code's own setting is a class of the page.
  await page.evaluate(() => (globalThis as any).document.body.classList.add('vscode-reduce-motion'))
  expect(await turning()).toBe(0)
})
