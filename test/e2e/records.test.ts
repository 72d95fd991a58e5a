import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

const WRITING = `import { Environment, textFileSink } from 'millrace'

const env = new Environment({ parallelism: 1 })
async function* numbers() {
  for (let n = 0; ; n++) yield { n }
}
env
  .source(numbers, 'Numbers')
  .map(({ n }) => ({ n, square: n * n })).name('Square')
  .filter(({ square }) => square >= 0).name('Positive')
  .map(({ square }) => String(square)).name('Text')
  .sink(textFileSink('out'))
await env.execute('squares')
`

const ENDLESS = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })
async function* flights() {
  for (let n = 0; ; n++) {
    yield { flight: n, origin: n % 2 ? 'ORD' : 'JFK', delay: n % 60 }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
env.source(flights, 'Flights').keyBy('origin').sum('delay').name('Total').sink(print())
await env.execute('flights')
`

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../.cache/pictures', import.meta.url))
const wait = { timeout: 60_000 }

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  workbench = await Workbench.start({ 'squares.flow.ts': WRITING, 'flights.flow.ts': ENDLESS })
  window = workbench.window
})

afterAll(() => workbench?.stop())

/** The page of the view Records: the panel has a frame for each view that was opened. */
async function records(): Promise<FrameLocator> {
  const frames = window.page.locator('iframe.webview.ready[src*="purpose=webviewView"]')
  let found: FrameLocator | undefined
  await expect
    .poll(async () => {
      for (const frame of await frames.all()) {
        const content = frame.contentFrame().frameLocator('#active-frame')
        const title = await content
          .locator('title')
          .textContent({ timeout: 1_000 })
          .catch(() => '')
        if (title === 'Records of a job') found = content
      }
      return found !== undefined
    }, wait)
    .toBe(true)
  return found!
}

test('preview shows 100 records after each operator and the sink wrote nothing', async () => {
  const { page } = window
  await window.openDiagram('squares.flow.ts')
  await window.box('Text').click()
  await page.keyboard.press('v')
  const view = await records()
  const steps = view.getByRole('list', { name: 'Edges' }).getByRole('button')
  await steps.first().waitFor(wait)
  expect(await steps.locator('.label').allTextContents()).toEqual([
    'Numbers → Square',
    'Square → Positive',
    'Positive → Text',
    'Text → Write Text File',
  ])
  expect(await steps.locator('.count').allTextContents()).toEqual(['100', '100', '100', '100'])
  for (const step of await steps.all()) {
    await step.click()
    await expect.poll(() => view.locator('.record').count()).toBe(100)
  }
  // An arrow says it too, and one that is clicked is shown.
  await expect.poll(() => window.diagram.locator('.live-rate').allTextContents()).toEqual(['100', '100', '100', '100'])
  await window.box('Square').click()
  await expect.poll(() => steps.nth(1).getAttribute('aria-pressed')).toBe('true')
  expect(await view.locator('.record').nth(3).locator('.value').textContent()).toBe('{"n":3,"square":9}')
  await page.screenshot({ path: join(pictures, 'preview.png') })
  expect(existsSync(workbench.path('out'))).toBe(false)
})

test('records of an edge, from the diagram while the job runs', async () => {
  const { page } = window
  await window.openDiagram('flights.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await window.diagram.locator('.live-rate').first().waitFor(wait)
  await window.box('Total').click()
  await page.keyboard.press('r')
  const view = await records()
  await expect
    .poll(() => view.getByLabel('Edge').evaluate((list: any) => list.selectedOptions[0].textContent), wait)
    .toMatch(/^Total → Print/)
  const way = view.locator('.record .way').first()
  await expect.poll(() => way.textContent(), wait).toMatch(/^Total\[[01]\] → Print\[[01]\]$/)
  await page.screenshot({ path: join(pictures, 'records.png') })
})

test('state of a key', async () => {
  const view = await records()
  await view.getByRole('button', { name: 'State of a key' }).click()
  const section = view.getByRole('region', { name: 'State of a key' })
  await section.getByRole('button', { name: 'JFK' }).click(wait)
  const sum = async () => Number(await section.locator('dd').first().textContent(wait))
  const before = await sum()
  expect(before).toBeGreaterThan(0)
  await expect.poll(sum, wait).toBeGreaterThan(before)
})

test('a pinned record is what a new test gives the job', async () => {
  const { page } = window
  const view = await records()
  await view.getByLabel('Edge').selectOption({ index: 0 })
  const record = view.getByRole('list', { name: 'Records', exact: true }).locator('.record').first()
  await record.locator('.way', { hasText: 'Flights' }).waitFor(wait)
  await view.getByRole('button', { name: 'Pause' }).click()
  const { flight } = JSON.parse((await record.locator('.value').textContent())!)
  await record.getByRole('button', { name: /^Pin/ }).click()
  await view.getByRole('region', { name: 'Pinned records' }).waitFor()
  await view.getByRole('button', { name: 'New test for this job' }).click()
  await page.locator('.tab.active', { hasText: 'flights.flow.test.ts' }).waitFor(wait)
  const text = workbench.textOf('flights.flow.test.ts')
  expect(text).toContain(`{ flight: ${flight}, origin: `)
  expect(text).toContain("assert.deepEqual(sinks['Print'], [")
  await window.runCommand('Millrace: Stop All Jobs')
})
