import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { PanelStage } from './stage/panel-stage.ts'
import { RecordsScene } from './stage/records-scene.ts'

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../../.cache/pictures', import.meta.url))

let stage: PanelStage
let scene: RecordsScene | undefined

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  stage = await PanelStage.shared()
})
afterEach(async () => {
  await scene?.stop()
  scene = undefined
  await stage.clear()
})

/** Flights that never end: their delays go round from 0 to 59, from two airports. */
const FLIGHTS = `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 1 })
async function* flights() {
  for (let n = 0; ; n++) {
    yield { flight: n, delay: n % 60, origin: n % 2 ? 'ORD' : 'JFK', when: { day: 'Mo', hour: n % 24 } }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
const late = env.source(flights, 'Flights').filter((flight) => flight.delay > 15).name('Late')
late.keyBy('origin').sum('delay').name('Total').setParallelism(2).sink(print())
await env.execute('flights')
`

const wait = { timeout: 60_000 }

test('the records of the chosen edge come while the job runs, with who sent them to whom, their key and time', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records, view } = scene
  scene.run('flights', FLIGHTS)
  const edge = page.getByLabel('Edge')
  await edge.waitFor(wait)
  expect(await edge.locator('option').allTextContents()).toEqual([
    'Flights → Late · Forward',
    'Late → KeyBy · Forward',
    'KeyBy → Total · ShuffleByKey',
    'Total → Print · Forward',
  ])
  await records.first().waitFor(wait)
  await edge.selectOption({ label: 'KeyBy → Total · ShuffleByKey' })
  await expect.poll(() => records.first().locator('.way').textContent(), wait).toMatch(/^KeyBy → Total\[[01]\]$/)
  expect(await records.first().locator('.key').textContent()).toMatch(/^key "(ORD|JFK)"$/)
  expect(await records.first().locator('time').textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/)
  await page.screenshot({ path: join(pictures, 'records-live.png') })
  await expect.poll(() => view.serious()).toEqual([])
  expect(view.errors).toEqual([])
})

test('the newest record is the first one; paused, the view stays as it is and counts what comes', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records } = scene
  scene.run('flights', FLIGHTS)
  await records.nth(5).waitFor(wait)
  await page.getByLabel('As JSON').click()
  await page.getByRole('button', { name: 'Pause' }).click()
  const before = await records.allTextContents()
  const flights = (await records.locator('.value').allTextContents()).map((text) => JSON.parse(text).flight)
  expect(flights).toEqual([...flights].sort((a, b) => b - a))
  await page.getByRole('button', { name: /Follow \([\d,]+ new\)/ }).waitFor(wait)
  expect(await records.allTextContents()).toEqual(before)
  await page.getByRole('button', { name: /Follow/ }).click()
  await expect.poll(() => records.first().textContent(), wait).not.toBe(before[0])
})

test('a record is a tree that opens, or JSON', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records } = scene
  scene.run('flights', FLIGHTS)
  await records.first().waitFor(wait)
  await page.getByRole('button', { name: 'Pause' }).click()
  const record = records.first()
  expect(JSON.parse((await record.locator('summary').textContent())!)).toHaveProperty('when.day', 'Mo')
  await record.locator('summary').click()
  await expect.poll(() => record.locator('.name').allTextContents()).toEqual(['flight:', 'delay:', 'origin:', 'when:'])
  await record.getByRole('button', { name: 'Unfold' }).click()
  await expect.poll(() => record.locator('.name').allTextContents()).toContain('hour:')
  await page.getByLabel('As JSON').click()
  const shown = JSON.parse((await record.locator('.value').textContent())!)
  expect(Object.keys(shown)).toEqual(['flight', 'delay', 'origin', 'when'])
})

test('an expression is asked in the job, which says how many records match, and why it takes none', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records } = scene
  scene.run('flights', FLIGHTS)
  await records.first().waitFor(wait)
  await page.getByLabel('As JSON').click()
  await page.getByLabel('Kind of filter').selectOption('expression')
  await page.getByLabel('Filter', { exact: true }).fill('record.delay === 59 && record.origin === "ORD"')
  const progress = page.locator('#progress')
  await expect.poll(() => progress.textContent(), wait).toMatch(/^[1-9]\d* of [\d,]+ match$/)
  const texts = await records.locator('.value').allTextContents()
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.filter((text) => JSON.parse(text).delay !== 59)).toEqual([])
  await page.getByLabel('Filter', { exact: true }).fill('record.delay >')
  await expect.poll(() => progress.textContent(), wait).toMatch(/Unexpected/)
  await page.getByLabel('Filter', { exact: true }).fill('while (true) {}')
  await expect.poll(() => progress.getAttribute('class'), wait).toContain('problem')
  await page.getByLabel('Filter', { exact: true }).fill('record.missing.member')
  await expect.poll(() => progress.textContent(), wait).toMatch(/undefined/)
})

test('a pinned record stays when its run has ended and when the page is loaded again, and is copied as a test input', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records, copied } = scene
  const run = scene.run('flights', FLIGHTS)
  await records.first().waitFor(wait)
  await page.getByLabel('As JSON').click()
  await page.getByRole('button', { name: 'Pause' }).click()
  const { flight, delay, origin, when } = JSON.parse((await records.first().locator('.value').textContent())!)
  await records.first().getByRole('button', { name: /^Pin/ }).click()
  const pinned = page.getByRole('region', { name: 'Pinned records' }).locator('.record')
  await pinned.waitFor()
  run.cancel()
  await scene.runs.ended(run)
  await page.reload()
  await pinned.waitFor()
  expect(JSON.parse((await pinned.locator('.value').textContent())!)).toEqual({ flight, delay, origin, when })
  await page.getByRole('button', { name: 'Copy pinned records as test input' }).click()
  await expect
    .poll(() => copied)
    .toEqual([
      `[\n  { flight: ${flight}, delay: ${delay}, origin: '${origin}', when: { day: 'Mo', hour: ${when.hour} } },\n]`,
    ])
})

test('the job is asked for samples only while the view can be seen', async () => {
  scene = await RecordsScene.open(stage)
  const { records, session } = scene
  const run = scene.run('flights', FLIGHTS)
  await records.first().waitFor(wait)
  session.setVisible(false)
  // What was on its way has come when the job has answered a later question.
  await run.control!.metrics(0)
  let sampled = 0
  run.control!.onTapped(({ samples }) => {
    sampled += samples.length
  })
  const before = (await run.control!.metrics(0)).edges[0].numRecords
  await expect.poll(async () => (await run.control!.metrics(0)).edges[0].numRecords - before, wait).toBeGreaterThan(100)
  expect(sampled).toBe(0)
  session.setVisible(true)
  await expect.poll(() => sampled, wait).toBeGreaterThan(0)
})

test('what an operator keeps for a key is shown and kept up to date', async () => {
  scene = await RecordsScene.open(stage)
  const { page, view } = scene
  scene.run('flights', FLIGHTS)
  await page.getByLabel('Edge').waitFor(wait)
  await page.getByRole('button', { name: 'State of a key' }).click()
  const section = page.getByRole('region', { name: 'State of a key' })
  await section.getByRole('button', { name: 'ORD' }).waitFor(wait)
  expect(await section.getByLabel('Keyed operator').locator('option').allTextContents()).toEqual(['Total'])
  await section.getByRole('button', { name: 'ORD' }).click()
  const value = section.locator('dd')
  await value.first().waitFor(wait)
  const before = await value.allTextContents()
  await expect.poll(() => value.allTextContents(), wait).not.toEqual(before)
  await page.screenshot({ path: join(pictures, 'records-state.png') })
  expect(await view.serious()).toEqual([])
  await section.getByLabel('Key', { exact: true }).fill('XYZ')
  await section.getByText('Nothing is kept for XYZ.').waitFor(wait)
})

/** Words of a file that would be written. */
const writing = (to: string, of = 'n') => `import { Environment, textFileSink } from 'millrace'
const env = new Environment({ parallelism: 1 })
const numbers = env.fromCollection(Array.from({ length: 1000 }, (_, n) => ({ n })))
numbers.map(({ ${of} }) => ({ square: ${of} * ${of} })).name('Square').filter(({ square }) => square % 2 === 0).name('Even')
  .map(({ square }) => { console.log('saw', square); return String(square) }).name('Text').sink(textFileSink(${JSON.stringify(to)}))
await env.execute('squares')
`

test('a preview shows every edge upstream with its records in their order, and writes nothing', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records, view } = scene
  const target = join(scene.folder.path, 'out')
  scene.preview('squares', writing(target), { operator: 'Text', operatorName: 'Text' })
  const steps = page.getByRole('list', { name: 'Edges' }).getByRole('button')
  await steps.first().waitFor(wait)
  expect(await steps.allTextContents()).toEqual([
    'Source → Square100',
    'Square → Even100',
    'Even → Text50',
    'Text → Write Text File50',
  ])
  expect(await steps.last().getAttribute('aria-pressed')).toBe('true')
  expect(existsSync(target)).toBe(false)
  await steps.nth(1).click()
  await page.getByLabel('As JSON').click()
  await expect
    .poll(async () => (await records.locator('.value').allTextContents()).slice(0, 3))
    .toEqual(['{"square":0}', '{"square":1}', '{"square":4}'])
  expect(await records.count()).toBe(100)
  await page.getByLabel('Filter', { exact: true }).fill('9801')
  await expect.poll(() => records.locator('.value').allTextContents()).toEqual(['{"square":9801}'])
  await page.getByText('50 lines printed').click()
  expect(await page.getByLabel('Printed lines').inputValue()).toMatch(/^Text: saw 0\nText: saw 4\n/)
  await page.screenshot({ path: join(pictures, 'records-preview.png') })
  expect(await view.serious()).toEqual([])
  expect(view.errors).toEqual([])
})

test('after an edit a preview says that the text has changed, and is made again for the same edge', async () => {
  scene = await RecordsScene.open(stage)
  const { page, records } = scene
  const target = join(scene.folder.path, 'out')
  const { file } = scene.preview('squares', writing(target), { operator: 'Text', operatorName: 'Text' })
  const steps = page.getByRole('list', { name: 'Edges' }).getByRole('button')
  await steps.nth(1).click(wait)
  expect(await page.getByText('The text has changed since.').count()).toBe(0)
  scene.write(file, writing(target).replace('n * n', 'n * n * 3'))
  await page.getByText('The text has changed since.').waitFor()
  await page.getByLabel('As JSON').click()
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect.poll(() => records.nth(2).locator('.value').textContent(), wait).toBe('{"square":12}')
  expect(await page.getByText('The text has changed since.').count()).toBe(0)
})

test('a preview that fails says in which operator, on which record and where, and one goes there', async () => {
  scene = await RecordsScene.open(stage)
  const { page, opened } = scene
  const text = writing('out').replace(
    'square % 2 === 0',
    '{ if (square === 49) throw new Error("no 49"); return true }',
  )
  const { file } = scene.preview('squares', text)
  await page.getByText(/Even.*no 49/).waitFor(wait)
  expect(await page.locator('.sentence code').textContent()).toBe('{ square: 49 }')
  await page.getByRole('button', { name: /^squares\.flow\.ts:4:/ }).click()
  await expect.poll(() => opened.map(({ path, line }) => ({ path, line }))).toEqual([{ path: file, line: 4 }])
})

test('a preview is cancelled while it runs', async () => {
  scene = await RecordsScene.open(stage)
  const { page } = scene
  scene.preview('squares', writing('out').replace('square % 2 === 0', '{ for (;;) {} }'))
  await page.getByRole('button', { name: 'Cancel' }).click(wait)
  await page.getByText('Cancelled.').waitFor(wait)
})

test('with nothing to show one is told what to do', async () => {
  scene = await RecordsScene.open(stage)
  const { page, asked } = scene
  await page.getByRole('button', { name: 'Preview the job that is open' }).click()
  await page.getByRole('button', { name: 'run it' }).click()
  await expect.poll(() => asked).toEqual(['previewJob', 'runJob'])
})

for (const theme of ['light', 'contrast'] as const) {
  test(`the view is readable in ${theme}, and in a side bar`, async () => {
    scene = await RecordsScene.open(stage, { theme, width: 320, height: 640 })
    const { page, view } = scene
    scene.preview('squares', writing('out'), { operator: 'Even', operatorName: 'Even' })
    await page.getByRole('list', { name: 'Edges' }).waitFor(wait)
    await page.locator('.record').first().waitFor()
    expect(await view.serious()).toEqual([])
    expect(await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth)).toBe(320)
    await page.screenshot({ path: join(pictures, `records-${theme}.png`) })
  })
}
