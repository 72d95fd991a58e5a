import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type JobMetrics } from 'millrace/control'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../.cache/pictures', import.meta.url))

/** Reads a hundred records and then waits, so that its numbers stay what they are. */
const STEADY = `import { Environment, print } from 'millrace'

async function* numbers() {
  for (let n = 0; n < 100; n++) yield n
  for (;;) await new Promise((resolve) => setTimeout(resolve, 1000))
}

const env = new Environment({ parallelism: 2 })
env
  .source(numbers())
  .map((n) => n * 3)
  .keyBy((n) => n % 10)
  .sink(print())
await env.execute('steady')
`

/** What is read waits for a function that takes 5 ms with each record. */
const HELD = `import { Environment, generate } from 'millrace'

const pause = new Int32Array(new SharedArrayBuffer(4))

const env = new Environment({ parallelism: 1, threads: 2 })
env
  .source(generate((n) => n))
  .map((n) => n + 1)
  .shuffle()
  .inspect(() => void Atomics.wait(pause, 0, 0, 5))
  .setParallelism(1)
await env.execute('held')
`

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  workbench = await Workbench.start({ 'steady.flow.ts': STEADY, 'held.flow.ts': HELD })
  window = workbench.window
})

afterAll(() => workbench?.stop())

const graph = () => window.view('Physical Graph')
const facts = (text: string) => graph().locator('.toolbar .facts', { hasText: text })

/** What the job itself tells: whoever finds its note may ask it. */
async function report(): Promise<JobMetrics> {
  const folder = workbench.path('.millrace/running')
  const [note] = readdirSync(folder)
  const { path, token } = JSON.parse(workbench.textOf(join('.millrace/running', note)))
  const control = await connect({ path, token })
  try {
    return await control.metrics(0)
  } finally {
    control.close()
  }
}

/** Operator, records in and records out, of each operator of a task, as the view's table has them. */
async function taskRows(lane: string, instance: number): Promise<string[][]> {
  const all = graph().getByRole('button', { name: 'All operators' })
  if (await all.isVisible()) await all.click()
  await graph().locator('table').first().getByRole('button', { name: lane, exact: true }).click()
  await graph()
    .getByRole('button', { name: `[${instance}]`, exact: true })
    .click()
  const rows = graph().locator('.tables table').first().locator('tbody tr')
  await rows.first().waitFor()
  const texts = (row: any) => Array.from(row.children, (cell: any) => cell.textContent)
  return (await Promise.all((await rows.all()).map((row) => row.evaluate(texts)))).map((cells) => cells.slice(0, 3))
}

test("physical graph before and during a run, numbers equal to the job's own report", async () => {
  const { page } = window
  const size = '7 instances in 5 tasks · 6 channels · 2 threads'
  await window.openDiagram('steady.flow.ts')
  await window.runCommand('Millrace: Focus on Physical Graph View')
  await facts(`from the text · ${size}`).waitFor()
  await page.screenshot({ path: join(pictures, 'physical-graph-before.png') })

  await window.runCommand('Millrace: Run Job')
  await facts(`live · ${size}`).waitFor()
  // All that is read has been printed.
  await window.output.locator('.counts', { hasText: '100 lines' }).waitFor()
  const { instances } = await report()
  const told = (operatorId: number, name: string, instance: number) => {
    const of = instances.find((one) => one.operatorId === operatorId && one.instance === instance)!
    return [name, String(of.numRecordsIn), String(of.numRecordsOut)]
  }
  expect(instances.filter(({ operatorId }) => operatorId === 0).map((one) => one.numRecordsOut)).toEqual([100])

  await graph().getByRole('button', { name: 'Tables' }).click()
  for (const instance of [0, 1]) {
    const lane = [told(1, 'Map', instance), told(2, 'KeyBy', instance)]
    await expect.poll(() => taskRows('Map → KeyBy', instance)).toEqual(lane)
    await expect.poll(() => taskRows('Print', instance)).toEqual([told(3, 'Print', instance)])
  }
  await page.screenshot({ path: join(pictures, 'physical-graph.png') })

  await graph().getByRole('button', { name: 'All operators' }).click()
  await graph().getByRole('button', { name: 'KeyBy to Print' }).click()
  await graph().getByRole('button', { name: 'Show records' }).click()
  const edge = window.view('Records').getByLabel('Edge')
  await expect.poll(() => edge.locator('option:checked').textContent()).toMatch(/KeyBy.*Print/)
  await window.runCommand('Millrace: Stop All Jobs')
})

test('an arrow whose records wait is thick and red in the diagram, and the boxes say who holds and who is held', async () => {
  await window.openDiagram('held.flow.ts')
  await window.runCommand('Millrace: Run Job')
  const { diagram } = window
  const waiting = diagram.locator('.stream[data-pressure="high"]')
  await expect.poll(() => waiting.count(), { timeout: 30_000 }).toBe(1)
  const line = waiting.locator('.react-flow__edge-path')
  const [width, color, red] = await line.evaluate((path: any) => {
    const style = getComputedStyle(path)
    return [style.strokeWidth, style.getPropertyValue('--stream'), style.getPropertyValue('--vscode-charts-red')]
  })
  expect([width, color]).toEqual(['3px', red])
  const time = (name: string) => window.box(name).locator('.live-bar').getAttribute('aria-label')
  await expect.poll(() => time('Inspect')).toMatch(/busy (9\d|100) %, back-pressured 0 %/)
  await expect.poll(() => time('Map')).toMatch(/back-pressured (9\d|100) %/)
  await window.page.screenshot({ path: join(pictures, 'back-pressure.png') })
  await window.runCommand('Millrace: Cancel Job')
})
