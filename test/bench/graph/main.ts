import type { Page } from 'playwright-core'
import { huge, jobOf, running } from '../../webview/panel/graph-load.ts'
import { GraphStage } from '../../webview/panel/graph-stage.ts'
import { costOfFrames } from './cost.ts'

const FRAMES = 120
const ROUNDS = 3
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

const stage = await GraphStage.start()
const { page, errors } = await stage.open(running(jobOf(huge, 8)), { width: 1200, height: 600 })
// Rates come with the second report.
await page.waitForTimeout(2500)
const result: Record<string, number> = {}

/** Pans to and fro, a step in every frame, and says what a frame costs. */
async function measure(view: string): Promise<void> {
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round++) costs.push(await costOfFrames(page, FRAMES, () => pan(page)))
  result[view] = median(costs)
}

await measure('all')
// A task with its 500 channels.
await page.getByRole('button', { name: 'Tables' }).click()
await page.getByRole('button', { name: 'Sessions', exact: true }).click()
await page.getByRole('button', { name: '[3]', exact: true }).click()
await page.waitForTimeout(500)
await measure('task')
await page.getByRole('button', { name: 'Close' }).click()
for (const [view, steps] of [
  ['boxes', 4],
  ['readable', 4],
] as const) {
  for (let step = 0; step < steps; step++) await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.waitForTimeout(300)
  await measure(view)
}
await stage.stop()
if (errors.length > 0) throw new Error(errors.join('\n'))
console.log(JSON.stringify(result))

function pan(on: Page): Promise<void> {
  return on.evaluate(
    ([frames]) =>
      new Promise<void>((resolve) => {
        const canvas = document.querySelector('canvas')!
        let step = 0
        const frame = () => {
          if (step === frames) return resolve()
          const forth = Math.floor((step + 10) / 20) % 2 === 0
          const move = { deltaX: forth ? 9 : -9, deltaY: forth ? 5 : -5 }
          canvas.dispatchEvent(new WheelEvent('wheel', { ...move, bubbles: true, cancelable: true }))
          step++
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [FRAMES] as const,
  )
}
