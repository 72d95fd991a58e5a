import type { Scene } from '../../webview/stage/stage.ts'

/** Milliseconds from the page's first word to the frame that has all boxes; the host knows the job already. */
export async function firstPaint(scene: Scene): Promise<number> {
  const { page } = scene
  const count = scene.diagram!.nodes.length
  await page.addInitScript(
    ([boxes]) => {
      const told = (globalThis as any).toHost
      let ready = 0
      ;(globalThis as any).toHost = (message: { type: string }) => {
        if (message.type === 'ready') ready = performance.now()
        return told(message)
      }
      const look = () => {
        if (document.querySelectorAll('.react-flow__node').length < boxes) requestAnimationFrame(look)
        else
          requestAnimationFrame(() =>
            setTimeout(() => Object.assign(globalThis, { painted: performance.now() - ready })),
          )
      }
      requestAnimationFrame(look)
    },
    [count] as const,
  )
  await scene.reload()
  const handle = await page.waitForFunction(() => (globalThis as any).painted)
  return (await handle.jsonValue()) as number
}

/** Milliseconds from the gesture that adds an operator to the frame that shows it. */
export async function addedNode(scene: Scene): Promise<number> {
  const { page } = scene
  const { nodes, version } = scene.diagram!
  const operator = nodes.find(({ method }) => method === 'filter')!.operators[0]
  return page.evaluate(
    ([after, ofVersion]) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        const command = { command: 'addOperator', method: 'filter', at: { after } }
        const params = { version: ofVersion, command }
        ;(globalThis as any).toHost({ type: 'request', id: 1_000_000 + start, name: 'edit', params })
        const boxes = () =>
          [...document.querySelectorAll('.react-flow__node')].map((box) => box.getAttribute('data-id'))
        const known = new Set(boxes())
        const look = () => {
          if (boxes().every((key) => known.has(key))) requestAnimationFrame(look)
          else setTimeout(() => resolve(performance.now() - start))
        }
        requestAnimationFrame(look)
      }),
    [operator, version] as const,
  )
}

/** Milliseconds from a keystroke in the text to the frame that shows what it says. */
export async function keystroke(scene: Scene, round: number): Promise<number> {
  const { page } = scene
  const delay = 20 + round
  const shown = page.evaluate(
    ([text]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const there = [...document.querySelectorAll('.react-flow__node .detail')].some(
            (box) => box.textContent === text,
          )
          if (there) setTimeout(() => resolve(performance.timeOrigin + performance.now()))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [`f.delay > ${delay}`] as const,
  )
  await page.waitForTimeout(200)
  const start = performance.timeOrigin + performance.now()
  scene.type((text) => text.replace(/f\.delay > \d+/, `f.delay > ${delay}`))
  return (await shown) - start
}
