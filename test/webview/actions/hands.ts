import { expect } from 'vitest'
import type { Scene } from '../stage/stage.ts'

/** How long nothing has to have moved, milliseconds, and in how many frames: under load one takes longer than that. */
const STILL_MS = 100
const STILL_FRAMES = 3

/** Waits until the page and its host are of one mind, and the boxes stand still. */
export async function settled(scene: Scene): Promise<void> {
  await scene.page.locator('.react-flow__node').first().waitFor()
  await expect.poll(() => scene.isShown).toBe(true)
  await scene.page.evaluate(
    async ({ ms, frames }) => {
      const { document, performance, requestAnimationFrame } = globalThis as any
      const places = () =>
        Array.from(document.querySelectorAll('.react-flow__viewport, .react-flow__node'), (moved: any) => {
          const { x, y, width, height } = moved.getBoundingClientRect()
          return [x, y, width, height].join()
        }).join(' ')
      let [before, since, alike] = [places(), performance.now(), 0]
      while (alike < frames || performance.now() - since < ms) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const now = places()
        if (now === before) alike++
        else [before, since, alike] = [now, performance.now(), 0]
      }
    },
    { ms: STILL_MS, frames: STILL_FRAMES },
  )
}

/** The middle of a box, in the page's pixels. */
export async function middleOf(scene: Scene, name: string): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await scene.node(name).boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

/** The middle of an arrow between two boxes that stand beside each other. */
export async function between(scene: Scene, from: string, to: string): Promise<{ x: number; y: number }> {
  const [a, b] = [await middleOf(scene, from), await middleOf(scene, to)]
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

/** The output, or an input, of a box. */
export async function portOf(scene: Scene, name: string, port = 'out-main'): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await scene.node(name).locator(`[data-handleid="${port}"]`).boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

export async function drag(
  scene: Scene,
  from: { x: number; y: number },
  to: { x: number; y: number },
  whileHeld?: () => Promise<void>,
): Promise<void> {
  const { mouse } = scene.page
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 })
  await mouse.move(to.x, to.y, { steps: 3 })
  await whileHeld?.()
  await mouse.up()
}

/** Names of what is selected. */
export async function selectedNames(scene: Scene): Promise<string[]> {
  return scene.page.locator('.react-flow__node.selected .name').allTextContents()
}

/** Until the text has changed. */
export async function codeChanged(scene: Scene, before: string): Promise<string> {
  await expect.poll(() => scene.code).not.toBe(before)
  return scene.code
}

/** One source, a chain, and a branch. */
export const JOB = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })

const numbers = env.fromCollection([1, 2, 3]).name('Numbers')
numbers
  .map((n) => n * 2)
  .name('Double')
  .filter((n) => n > 2)
  .name('Big')
  .sink(print())
const others = env.fromCollection([4, 5]).name('Others')
others
  .map((n) => -n)
  .name('Minus')
  .sink(print())

await env.execute('numbers')
`
