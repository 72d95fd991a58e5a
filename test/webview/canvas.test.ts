import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage, sample } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('a sample is drawn: a box for every operator, an arrow for every edge', async () => {
  const scene = await stage.open(sample('fork-and-union'))
  const names = await scene.page.locator('.react-flow__node .name').allTextContents()
  expect(names.length).toBe(scene.diagram!.nodes.length)
  expect(await scene.page.locator('.react-flow__edge').count()).toBe(scene.diagram!.edges.length)
  expect(scene.errors).toEqual([])
})

test('arrows begin and end at boxes, also where the diagram is seen from far away at first', async () => {
  const chain = '.map((n) => n + 1)'.repeat(20)
  const text = `import { Environment, print } from 'millrace'
const env = new Environment()
env.fromCollection([1])${chain}.sink(print())
await env.execute('far')
`
  const scene = await stage.open(text, { width: 900, height: 300 })
  const { page } = scene
  await page.locator('.react-flow[data-detail="far"]').waitFor()
  // A resize measures the boxes again.
  await page.setViewportSize({ width: 950, height: 300 })
  const paths = page.locator('.react-flow__edge .react-flow__edge-path')
  const astray = async () => {
    const ends = await paths.evaluateAll((lines) => lines.map((line) => line.getAttribute('d')!.match(/[-\d.]+/g)!))
    return ends
      .map((numbers) => numbers.map(Number))
      .filter(([x, y, ...rest]) => {
        const next = rest.at(-2)!
        return y !== rest.at(-1) || x < 0 || next <= x || next - x >= 100
      })
  }
  await expect.poll(astray).toEqual([])
  // A box that has changed is not measured: its ends are where those of measured ones are.
  scene.type((before) => before.replace('.map((n) => n + 1)', '.filter((n) => n > 1)'))
  await expect.poll(() => page.locator('.react-flow__node', { hasText: 'Filter' }).count()).toBe(1)
  await expect.poll(astray).toEqual([])
  expect(await paths.count()).toBe(scene.diagram!.edges.length)
})
