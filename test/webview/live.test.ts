import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JobMetrics } from 'millrace/control'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { ObservedRun, RunGraph } from '../../extension/src/diagram/index.ts'
import { graphOf } from '../../extension/src/document/index.ts'
import { JOB, settled } from './actions/hands.ts'
import { type Scene, Stage } from './stage/stage.ts'

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../.cache/pictures', import.meta.url))

let stage: Stage

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

async function open(): Promise<Scene> {
  const scene = await stage.open(JOB, { width: 1400, height: 700 })
  await settled(scene)
  return scene
}

/** What the job of `JOB` says after some seconds in which each of its operators took 1,500 records a second. */
function metrics(seconds: number): JobMetrics {
  const instances = Array.from({ length: 7 }, (_, operatorId) =>
    [0, 1].map((instance) => ({
      ...{ operatorId, instance, thread: instance, numRecordsIn: 750 * seconds, numRecordsOut: 750 * seconds },
      ...{ numRecordsSkipped: 0, lateRecordsDropped: 0, idleTimeMs: 0, watermarkStatus: 'none' as const },
      ...{ busyTimeMs: 400 * seconds, backPressuredTimeMs: operatorId === 1 ? 500 * seconds : 0 },
    })),
  ).flat()
  const edges = Array.from({ length: 5 }, (_, edgeId) => ({
    ...{ edgeId, numRecords: 1_500 * seconds, numBytes: 0, queueFill: edgeId === 1 ? 1 : 0.1 },
  }))
  return { job: 0, elapsedMs: seconds * 1_000, instances, edges, threads: [] }
}

function running(scene: Scene, more: Partial<ObservedRun> = {}): ObservedRun {
  const graph = graphOf(scene.job.model!, 0).graph.toJSON() as RunGraph
  const job = { job: 0, name: 'numbers', graph, before: metrics(10), latest: metrics(11) }
  return { id: 1, state: 'running', jobs: [job], ...more }
}

const rates = (scene: Scene) => scene.page.locator('.live-rate').allTextContents()

test('while a job runs every arrow has its rate, the one whose channel is full another form, and boxes how busy they are', async () => {
  const scene = await open()
  await scene.run(running(scene))
  await scene.page.locator('.live-rate').first().waitFor()
  expect(await rates(scene)).toEqual(Array.from({ length: 5 }, () => '1.5K/s'))
  const full = scene.page.locator('.stream[data-pressure="high"]')
  expect(await full.count()).toBe(1)
  expect(
    await full.locator('.react-flow__edge-path').evaluate((line) => getComputedStyle(line as any).strokeWidth),
  ).toBe('3px')
  expect(await scene.node('Double').locator('.live-bar').getAttribute('aria-label')).toBe(
    '16.5K records, busy 40 %, back-pressured 50 %',
  )
  const widths = await scene
    .node('Double')
    .locator('.live-bar > *')
    .evaluateAll((parts) => parts.map((part: any) => part.offsetWidth))
  expect(widths.every((width) => width > 50)).toBe(true)
  await scene.page.screenshot({ path: join(pictures, 'live.png') })
})

test('when the job has ended arrows say how many records went, until somebody hides them', async () => {
  const scene = await open()
  await scene.run(running(scene, { state: 'finished' }))
  const banner = scene.page.locator('.banner.run')
  await banner.waitFor()
  expect(await rates(scene)).toEqual(Array.from({ length: 5 }, () => '16.5K'))
  await banner.getByRole('button', { name: 'Hide the numbers of this run' }).first().click()
  await expect.poll(() => scene.told).toContainEqual({ type: 'forgetRun', run: 1 })
})

test('a preview says what it is, and arrows say how many records went', async () => {
  const scene = await open()
  await scene.run(running(scene, { id: -1, state: 'finished', preview: 100 }))
  const sentence = scene.page.locator('.banner.run .sentence')
  await expect
    .poll(() => sentence.textContent())
    .toBe('Preview of the first 100 records of each source: arrows show how many went along them.')
  expect(await rates(scene)).toEqual(Array.from({ length: 5 }, () => '16.5K'))
})

test('V previews up to the selected box, R shows the records of the selected arrow, and the toolbar previews too', async () => {
  const scene = await open()
  await scene.node('Big').click()
  await scene.page.keyboard.press('v')
  const key = scene.diagram!.nodes.find(({ name }) => name === 'Big')!.key
  await expect.poll(() => scene.told).toContainEqual({ type: 'previewRecords', key })
  await scene.page.keyboard.press(']')
  await scene.page.keyboard.press('r')
  const edge = scene.diagram!.edges.find(({ source }) => source === key)!.key
  await expect.poll(() => scene.told).toContainEqual({ type: 'showRecords', edge })
  await scene.page.getByRole('button', { name: 'Preview records' }).click()
  await expect.poll(() => scene.told).toContainEqual({ type: 'previewRecords', key: edge })
})

test('a failure is marked on its box, and said with the record; one goes there, and into the debugger', async () => {
  const scene = await open()
  const error = { message: 'boom', operatorId: 2, record: '{ n: 4 }', job: 0, debuggable: true }
  await scene.run(running(scene, { state: 'failed', error }))
  const banner = scene.page.locator('.banner.run.failed')
  await banner.waitFor()
  expect(await banner.locator('.sentence').textContent()).toBe('Failed: boom · Record: { n: 4 }')
  expect(await scene.node('Big').locator('.failed-here').getAttribute('title')).toBe('boom\nrecord: { n: 4 }')
  await banner.getByRole('button', { name: 'Show operator' }).click()
  await scene.page.locator('.react-flow__node.selected', { hasText: 'Big' }).waitFor()
  await banner.getByRole('button', { name: 'Debug this record' }).click()
  await expect.poll(() => scene.told).toContainEqual({ type: 'debugRecord', run: 1 })
  await scene.page.screenshot({ path: join(pictures, 'live-failed.png') })
})
