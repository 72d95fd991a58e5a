import type { Page } from 'playwright-core'

/** Steps of one measurement: one in each frame. */
const STEPS = 150

export interface Driven {
  readonly framesPerSecond: number
  /** Milliseconds of script, style and layout in a frame. */
  readonly perFrame: number
}

/** Brings the whole graph into view, or shows its middle at a zoom. */
export async function look(page: Page, zoom: number | 'all'): Promise<void> {
  await page
    .locator('.react-flow__controls-fitview, .fit-button')
    .first()
    .click({ force: true, timeout: 2000 })
    .catch(() => {})
  await page.evaluate(
    async ([wanted]) => {
      if (wanted === 'all') return
      const viewport = document.querySelector<HTMLElement>('.react-flow__viewport')!
      const pane = document.querySelector('.react-flow__pane')!
      const zoomNow = () => new DOMMatrix(getComputedStyle(viewport).transform).a
      const { x, y, width, height } = pane.getBoundingClientRect()
      for (let tries = 0; tries < 8 && Math.abs(zoomNow() - wanted) > 0.005; tries++) {
        const deltaY = -Math.log2(wanted / zoomNow()) / 0.002
        pane.dispatchEvent(
          new WheelEvent('wheel', {
            ...{ deltaY, ctrlKey: true, bubbles: true, cancelable: true },
            ...{ clientX: x + width / 2, clientY: y + height / 2, view: window },
          }),
        )
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
      if (Math.abs(zoomNow() - wanted) > 0.02) throw new Error(`zoom is ${zoomNow()} instead of ${wanted}`)
    },
    [zoom] as const,
  )
  await page.waitForTimeout(600)
}

/** Pans to and fro, or zooms in and out, a step in every frame, and says what that costs. */
export async function drive(page: Page, what: 'pan' | 'zoom'): Promise<Driven> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
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
