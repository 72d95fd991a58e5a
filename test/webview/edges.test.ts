import { afterEach, beforeAll, expect, test } from 'vitest'
import { between, JOB, settled } from './actions/hands.ts'
import { type Scene, Stage } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** An arrow of every strategy that can be written. */
const STRATEGIES = `import { Environment } from 'millrace'

const env = new Environment({ parallelism: 2 })

const numbers = env.fromCollection([1, 2, 3]).map((n) => n).name('Numbers')
numbers.forward().inspect(() => {}).name('forward')
numbers.shuffle().inspect(() => {}).name('shuffle')
numbers.broadcast().inspect(() => {}).name('broadcast')
numbers.rescale().inspect(() => {}).name('rescale')
numbers.roundRobin().inspect(() => {}).name('round robin')
numbers.partition((n, channels) => n % channels).inspect(() => {}).name('custom')
numbers.keyBy((n) => n).name('Keys').reduce((sum) => sum).name('by key')

await env.execute('strategies')
`

const arrowTo = (scene: Scene, name: string) => {
  const target = scene.diagram!.nodes.find((node) => node.name === name)!.key
  return scene.diagram!.edges.find((edge) => edge.target === target)!
}
const line = (scene: Scene, name: string) => scene.page.locator(`.stream[data-edge="${arrowTo(scene, name).key}"]`)
const label = (scene: Scene, name: string) =>
  scene.page.locator(`.stream-label[data-edge="${arrowTo(scene, name).key}"]`)

async function open(text: string): Promise<Scene> {
  const scene = await stage.open(text, { width: 1200, height: 1000 })
  await settled(scene)
  return scene
}

test('the seven strategies have a mark each that differs in form, and a name', async () => {
  const scene = await open(STRATEGIES)
  const names = ['forward', 'shuffle', 'broadcast', 'rescale', 'round robin', 'custom', 'by key']
  const marks = await Promise.all(
    names.map(async (name) => {
      const pill = label(scene, name).locator('.strategy')
      expect(await pill.getAttribute('title')).toContain(name)
      return pill.locator('path').getAttribute('d')
    }),
  )
  expect(new Set(marks).size).toBe(7)
})

test('a written strategy is a solid line, a default a faint one', async () => {
  const scene = await open(STRATEGIES)
  const style = (name: string) =>
    line(scene, name)
      .locator('.react-flow__edge-path')
      .evaluate((path: any) => {
        const { stroke, strokeWidth } = (globalThis as any).getComputedStyle(path)
        return { stroke, width: Number.parseFloat(strokeWidth) }
      })
  const [written, fallback] = [await style('shuffle'), await style('Keys')]
  expect(written.width).toBeGreaterThan(fallback.width)
  expect(written.stroke).not.toBe(fallback.stroke)
})

test('a forward arrow by default is a plain arrow, without a mark', async () => {
  const scene = await open(STRATEGIES)
  expect(arrowTo(scene, 'Keys').strategy).toBe('Forward')
  expect(await label(scene, 'Keys').count()).toBe(0)
  expect(await line(scene, 'Keys').locator('.arrow').count()).toBe(1)
})

test('the record type is shown on hover, and on all arrows by the toggle', async () => {
  const scene = await open(JOB)
  await expect.poll(() => arrowTo(scene, 'Big').type?.short, { timeout: 30_000 }).toBe('number')
  const types = scene.page.locator('.record-type')
  expect(await types.count()).toBe(0)
  const { x, y } = await between(scene, 'Double', 'Big')
  await scene.page.mouse.move(x - 12, y)
  await types.first().waitFor()
  expect(await types.allTextContents()).toEqual(['number'])
  await scene.page.mouse.move(5, 500)
  await types.waitFor({ state: 'detached' })
  await scene.act('showTypes')
  await expect.poll(() => types.count()).toBe(scene.diagram!.edges.length)
})

test('an arrow tells a screen reader where it leads and how records travel', async () => {
  const scene = await open(STRATEGIES)
  const said = await scene.page
    .locator('.react-flow__edge')
    .evaluateAll((all: any[]) => all.map((edge) => edge.getAttribute('aria-label')))
  expect(said).toContain('From Numbers to shuffle, shuffle')
  expect(said).toContain('From Numbers to Keys, forward by default')
})
