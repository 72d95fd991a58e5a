import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Scene, Stage } from './stage/stage.ts'

const OPERATORS = 150
const JOB = `import { Environment, print } from 'millrace'
const env = new Environment()
env.fromCollection([1])${'.map((n) => n + 1)'.repeat(OPERATORS - 2)}.sink(print())
await env.execute('large')
`

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const boxes = (scene: Scene) => scene.page.locator('.react-flow__node')

/** Opens the job, and looks at its beginning at the zoom at which everything can be read. */
async function atTheBeginning(): Promise<Scene> {
  const scene = await stage.open(JOB)
  await boxes(scene).first().waitFor()
  await scene.page.keyboard.press('ArrowRight')
  await scene.page.keyboard.press('2')
  await expect.poll(() => boxes(scene).count()).toBeLessThan(OPERATORS / 3)
  return scene
}

/** The key of what has the keyboard. */
const focused = (scene: Scene) => scene.page.evaluate(() => document.activeElement?.getAttribute('data-id'))
const selected = (scene: Scene) => scene.page.locator('.react-flow__node.selected').getAttribute('data-id')

test('of a large diagram only the boxes in view are in the page', async () => {
  const scene = await atTheBeginning()
  expect(await boxes(scene).count()).toBeGreaterThan(1)
  await scene.page.keyboard.press('1')
  // From far away all are.
  await expect.poll(() => boxes(scene).count()).toBe(OPERATORS)
})

test('walking on, every box is in view and has the keyboard when it is reached', async () => {
  const scene = await atTheBeginning()
  const keys = scene.diagram!.nodes.map(({ key }) => key)
  for (const key of keys.slice(1, 25)) {
    await scene.page.keyboard.press('ArrowRight')
    await expect.poll(() => selected(scene)).toBe(key)
    await expect.poll(() => focused(scene)).toBe(key)
  }
})

test('keys go on working when the box that had the keyboard has left the view', async () => {
  const scene = await atTheBeginning()
  const [, second] = scene.diagram!.nodes.map(({ key }) => key)
  await scene.page.mouse.move(400, 300)
  await scene.page.mouse.wheel(6000, 0)
  await expect.poll(() => scene.page.locator('.react-flow__node.selected').count()).toBe(0)
  await scene.page.keyboard.press('ArrowRight')
  await expect.poll(() => focused(scene)).toBe(second)
})
