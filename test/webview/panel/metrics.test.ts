import { afterEach, beforeAll, expect, test } from 'vitest'
import { metricsCsv } from '../../../extension/src/panel/metrics-job.ts'
import { MetricsScene } from './stage/metrics-scene.ts'
import { PanelStage } from './stage/panel-stage.ts'

let stage: PanelStage

beforeAll(async () => {
  stage = await PanelStage.shared()
})
afterEach(() => stage.clear())

const charts = ({ page: { page } }: MetricsScene) => page.locator('.chart figcaption').allTextContents()

/** The cells of an operator's row. */
const row = ({ page: { page } }: MetricsScene, operator: string) =>
  page.locator('tbody tr', { hasText: operator }).locator('td').allTextContents()

const caption = ({ page: { page } }: MetricsScene) => page.locator('caption').textContent()

/** Whether anything is drawn in a chart. */
const drawn = ({ page: { page } }: MetricsScene, title: string) =>
  page
    .locator('.chart', { hasText: title })
    .locator('canvas')
    .evaluate((canvas: any) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      return data.some((value: number) => value > 0)
    })

test('there is a chart of each quantity, and a table of what each operator does now', async () => {
  const scene = await MetricsScene.open(stage)
  scene.run()
  scene.report(1, 100)
  scene.report(2, 1_300)
  await expect
    .poll(() => charts(scene))
    .toEqual([
      'Records in',
      'Records out',
      'Bytes to other threads',
      'Busy',
      'Back-pressured',
      'Latency p50',
      'Latency p99',
      'Watermark lag',
      'Heap',
    ])
  await expect
    .poll(() => row(scene, 'Parse'))
    .toEqual(['1,300', '1,300', '1.2K/s', '1.2K/s', '12 kB/s', '40 %', '20 %', '4 ms', '12.5 ms', '2.5 s'])
  expect(await row(scene, 'Numbers')).toEqual(['0', '1,300', '0/s', '1.2K/s', '12 kB/s', '10 %', '20 %', '–', '–', '–'])
  expect(await drawn(scene, 'Records in')).toBe(true)
  // No style and no script that the page's policy refuses.
  expect(scene.page.errors).toEqual([])
})

test('when_jobHasEnded_then_tableHasItsLastReportAndItsAverages', async () => {
  const scene = await MetricsScene.open(stage)
  scene.run()
  scene.report(1, 100)
  scene.report(3, 1_300)
  scene.report(4, 1_600)
  scene.end()
  await expect.poll(() => caption(scene)).toBe('All records, and rates on average')
  expect((await row(scene, 'Parse')).slice(0, 4)).toEqual(['1,600', '1,600', '400/s', '400/s'])
})

test('the pointer shows the values of all lines at its time, in the table too, and one cursor stands in all charts', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  scene.run()
  scene.report(1, 100)
  scene.report(11, 1_100)
  scene.report(21, 3_100)
  const chart = page.locator('.chart', { hasText: 'Records out' })
  await chart.waitFor()
  const box = (await chart.locator('.u-over').boundingBox())!
  // Ten of thirty seconds: the second report.
  await page.mouse.move(box.x + box.width / 3 + 4, box.y + 40)
  const readings = chart.locator('.readings')
  await readings.getByText('Parse, then check').waitFor()
  expect(await readings.locator('.reading').allTextContents()).toEqual([
    'Numbers100/s',
    'Parse, then check100/s',
    'Print0/s',
  ])
  expect((await row(scene, 'Parse'))[2]).toBe('100/s')
  expect(await page.locator('.readings').count()).toBe(1)
  const lefts = await page
    .locator('.u-cursor-x')
    .evaluateAll((cursors: any[]) =>
      cursors.map((cursor) => [cursor.style.transform, cursor.classList.contains('u-off')].join()),
    )
  expect(lefts).toHaveLength(9)
  expect(new Set(lefts).size).toBe(1)
  expect(lefts[0]).toMatch(/false$/)
  await page.mouse.move(5, 5)
  await expect.poll(() => row(scene, 'Parse').then((cells) => cells[2])).toBe('200/s')
})

test('arrow keys move the cursor from sample to sample, and Escape leaves it', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  scene.run()
  scene.report(1, 100)
  scene.report(2, 300)
  scene.report(3, 600)
  const rate = () => row(scene, 'Print').then((cells) => cells[2])
  await expect.poll(rate).toBe('300/s')
  await page.locator('.charts').focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(rate).toBe('200/s')
  await page.keyboard.press('Home')
  await expect.poll(rate).toBe('100/s')
  expect(await page.locator('.spoken').textContent()).toMatch(/^at 12:00:01/)
  await page.keyboard.press('ArrowRight')
  await expect.poll(rate).toBe('200/s')
  await page.keyboard.press('Escape')
  await expect.poll(rate).toBe('300/s')
})

test('while it is paused the charts stand still and samples go on coming', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  scene.run()
  scene.report(1, 100)
  scene.report(2, 300)
  const rate = () => row(scene, 'Print').then((cells) => cells[2])
  await expect.poll(rate).toBe('200/s')
  await page.getByRole('button', { name: 'Pause the charts' }).click()
  scene.report(3, 600)
  scene.report(4, 1_000)
  await page.getByText('Paused · 2 s since').waitFor()
  expect(await rate()).toBe('200/s')
  await page.getByRole('button', { name: 'Follow again' }).click()
  await expect.poll(rate).toBe('400/s')
})

test('operators are drawn or not, one alone or all; that is remembered', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  scene.run()
  scene.report(1, 100)
  const rows = () => page.locator('tbody th').allTextContents()
  await page.getByRole('button', { name: 'Numbers' }).click()
  await expect.poll(rows).toEqual(['Parse, then check', 'Print'])
  await page.reload()
  await expect.poll(rows).toEqual(['Parse, then check', 'Print'])
  await page.getByRole('button', { name: 'Print' }).click({ modifiers: ['Alt'] })
  await expect.poll(rows).toEqual(['Print'])
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(rows).toEqual(['Numbers', 'Parse, then check', 'Print'])
})

test('latency is measured only while the view can be seen and the job runs', async () => {
  const scene = await MetricsScene.open(stage)
  scene.run()
  scene.report(1, 100)
  expect(scene.latency).toEqual([true])
  scene.setHidden(true)
  expect(scene.latency).toEqual([true, false])
  scene.report(2, 200)
  expect(scene.latency).toEqual([true, false])
  scene.setHidden(false)
  expect(scene.latency).toEqual([true, false, true])
  await expect.poll(() => row(scene, 'Print').then((cells) => cells[0])).toBe('200')
})

test('another run has charts of its own', async () => {
  const scene = await MetricsScene.open(stage)
  scene.run()
  scene.reports(20, 100)
  await expect.poll(() => row(scene, 'Print').then((cells) => cells.length)).toBe(10)
  scene.run()
  await scene.page.page.getByText('Charts begin when the job has run for a second.').waitFor()
  scene.report(1, 7)
  await expect.poll(() => row(scene, 'Print').then((cells) => cells.slice(0, 3))).toEqual(['7', '0', '7/s'])
})

test('without a run it says what to do, with a button that does it; saving is the window’s', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  await page.getByRole('button', { name: 'Run the job that is open' }).click()
  await expect.poll(() => scene.asked).toEqual(['runJob'])
  scene.run()
  scene.report(1, 1)
  await page.getByRole('button', { name: 'Save as CSV…' }).click()
  await expect.poll(() => scene.asked.at(-1)).toBe('saveCsv 0')
})

test('the CSV has a row for each second and operator, and units', async () => {
  const scene = await MetricsScene.open(stage)
  scene.run()
  scene.report(1, 100)
  scene.report(2, 300)
  const rows = metricsCsv(scene.kept).split('\r\n')
  expect(rows).toHaveLength(8)
  expect(rows[0]).toBe(
    'time (ISO 8601),operator id,operator,records in (records/s),records out (records/s),bytes to other threads (bytes/s),busy (share),back-pressured (share),latency p50 (ms),latency p99 (ms),watermark lag (ms),heap of thread 0 (bytes),heap of thread 1 (bytes)',
  )
  expect(rows[5].replace(/^[^,]*/, 'TIME')).toBe(
    'TIME,1,"Parse, then check",200,200,2000,0.4,0.2,4,12.5,2500,20000000,30000000',
  )
})

test.each(['dark', 'light', 'contrast', 'contrastLight'] as const)('axe finds nothing serious: %s', async (theme) => {
  const scene = await MetricsScene.open(stage, { theme })
  expect(await scene.page.serious()).toEqual([])
  scene.run()
  scene.reports(100, 1_000)
  await expect.poll(() => charts(scene)).toHaveLength(9)
  await scene.page.page.getByRole('button', { name: 'Numbers' }).click()
  expect(await scene.page.serious()).toEqual([])
})

test('when_themeChanges_then_linesHaveItsColours', async () => {
  const scene = await MetricsScene.open(stage)
  const { page } = scene.page
  scene.run()
  scene.reports(60, 1_000)
  await expect.poll(() => charts(scene)).toHaveLength(9)
  const red = () =>
    page
      .locator('.chart canvas')
      .first()
      .evaluate((canvas: any) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        for (let at = 0; at < data.length; at += 4) {
          if (data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 0 && data[at + 3] === 255) return true
        }
        return false
      })
  expect(await red()).toBe(false)
  await page.evaluate(() => {
    const { style } = (globalThis as any).document.documentElement
    for (const colour of ['blue', 'green', 'purple']) style.setProperty(`--vscode-charts-${colour}`, '#ff0000')
  })
  await expect.poll(red).toBe(true)
})

test('charts stand in one column of a side bar, and nothing but the table is wider than it', async () => {
  const scene = await MetricsScene.open(stage, { width: 300, height: 700, forcedColors: 'active' })
  const { page } = scene.page
  scene.run()
  scene.reports(700, 1_000)
  await expect.poll(() => charts(scene)).toHaveLength(9)
  const lefts = await page
    .locator('.chart')
    .evaluateAll((all: any[]) => all.map((one) => one.getBoundingClientRect().x))
  expect(new Set(lefts).size).toBe(1)
  expect(await page.locator('.content').evaluate((content: any) => content.scrollWidth - content.clientWidth)).toBe(0)
  expect(await drawn(scene, 'Heap')).toBe(true)
})
