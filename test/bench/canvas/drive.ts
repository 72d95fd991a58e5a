import type { Page } from 'playwright-core'
import { BOX, type Diagram } from '../../../webview/src/shared/index.ts'

/** Steps of one measurement: one in each frame. */
const STEPS = 150

export interface Driven {
  readonly framesPerSecond: number
  /** Milliseconds of script, style and layout in a frame. */
  readonly perFrame: number
}

/** Brings the whole diagram into view, or its middle at a zoom, by wheel. */
export async function look(page: Page, { spots }: Diagram, zoom: number | 'all'): Promise<void> {
  const places = Object.values(spots)
  const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))]
  const width = Math.max(...places.map(({ x }) => x)) + BOX.width - left
  const height = Math.max(...places.map(({ y }) => y)) + BOX.height - top
  await page.evaluate(
    async ([wanted, wide, high, middleX, middleY]) => {
      const viewport = document.querySelector<HTMLElement>('.react-flow__viewport')!
      const pane = document.querySelector('.react-flow__pane')!
      const box = pane.getBoundingClientRect()
      const target = wanted === 'all' ? Math.min(box.width / wide, box.height / high) * 0.9 : wanted
      const now = () => new DOMMatrix(getComputedStyle(viewport).transform)
      const wheel = async (move: WheelEventInit) => {
        const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }
        pane.dispatchEvent(new WheelEvent('wheel', { ...move, ...at, bubbles: true, cancelable: true, view: window }))
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      const off = () => ({
        x: now().e + middleX * now().a - box.width / 2,
        y: now().f + middleY * now().a - box.height / 2,
      })
      for (let tries = 0; tries < 10 && Math.abs(now().a / target - 1) > 0.005; tries++)
        await wheel({ deltaY: -Math.log2(target / now().a) / 0.002, ctrlKey: true })
      for (let tries = 0; tries < 20 && Math.hypot(off().x, off().y) > 8; tries++) {
        await wheel({ deltaX: off().x })
        await wheel({ deltaY: off().y })
      }
      if (Math.abs(now().a / target - 1) > 0.05 || Math.hypot(off().x, off().y) > 40)
        throw new Error(`the view is ${now()} instead of ${target} with ${middleX}, ${middleY} in the middle`)
    },
    [zoom, width, height, left + width / 2, top + height / 2] as const,
  )
  await page.waitForTimeout(600)
}

/** Pans to and fro, or zooms in and out, a step in every frame, and says what that costs. */
export async function drive(page: Page, what: 'pan' | 'zoom'): Promise<Driven> {
  const session = await page.context().newCDPSession(page)
  // Time of the page's thread, not of the clock: what else the machine does is not counted.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await timesOf(session)
  const ms = await page.evaluate(
    ([gesture, steps]) =>
      new Promise<number>((resolve) => {
        const pane = document.querySelector('.react-flow__pane')!
        const { x, y, width, height } = pane.getBoundingClientRect()
        const at = { clientX: x + width / 2, clientY: y + height / 2 }
        let [step, start] = [0, 0]
        const frame = (now: number) => {
          if (step === 0) start = now
          if (step === steps) return resolve(now - start)
          // A third of a period to one side at first: the middle stays in view.
          const forth = Math.floor(step / 25) % 2 === 0
          const move =
            gesture === 'pan' ? { deltaX: forth ? 8 : -8, deltaY: forth ? 4 : -4 } : { deltaY: forth ? 8 : -8 }
          pane.dispatchEvent(
            new WheelEvent('wheel', {
              ...{ ...move, ...at, ctrlKey: gesture === 'zoom', bubbles: true, cancelable: true, view: window },
            }),
          )
          step++
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [what, STEPS] as const,
  )
  const after = await timesOf(session)
  await session.detach()
  return { framesPerSecond: (STEPS * 1000) / ms, perFrame: (after - before) / STEPS }
}

/** Milliseconds of script, style and layout since the page began. */
async function timesOf(session: Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const names = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration']
  return metrics.reduce((sum, { name, value }) => (names.includes(name) ? sum + value * 1000 : sum), 0)
}
