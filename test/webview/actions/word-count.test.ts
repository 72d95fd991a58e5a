import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Scene, Stage } from '../stage/stage.ts'
import { settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const DRAWN = `import { Environment, print, textFile } from 'millrace'

const env = new Environment()

const input = env
  .source(textFile('input.txt'))
  .flatMap((record) => [record])
  .keyBy(() => 0)
  .sum(() => 1)
input.sink(print())

await env.execute('word-count')
`

/** Boxes as they lead to each other. */
const flow = (scene: Scene) =>
  scene.diagram!.edges.map(({ source, target }) => {
    const name = (key: string) => scene.diagram!.nodes.find((node) => node.key === key)?.name
    return `${name(source)} > ${name(target)}`
  })

test('draws word count from an empty file by mouse alone', async () => {
  const scene = await stage.open('', { file: 'word-count.flow.ts' })
  const { page } = scene
  const add = async (title: string) => {
    await page.getByRole('option', { name: title }).first().click()
  }
  await page.locator('.react-flow__pane').dblclick({ position: { x: 60, y: 200 } })
  await add('Text file textFile')
  await scene.node('Read Text File').waitFor()
  for (const [title, name] of [
    ['Flat map', 'FlatMap'],
    ['Key by', 'KeyBy'],
    ['Sum sum', 'Sum'],
    ['Print', 'Print'],
  ]) {
    await settled(scene)
    const last = page.locator('.react-flow__node').last()
    const handle = (await last.locator('.react-flow__handle.source').boundingBox())!
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
    await page.mouse.down()
    await page.mouse.move(handle.x + 60, handle.y + 120, { steps: 4 })
    await page.mouse.up()
    await add(title)
    await scene.node(name).waitFor()
  }
  expect(scene.code).toBe(DRAWN)
  expect(flow(scene)).toEqual(['Read Text File > FlatMap', 'FlatMap > KeyBy', 'KeyBy > Sum', 'Sum > Print'])
  expect(scene.errors).toEqual([])
})

test('draws word count from an empty file by keyboard alone', async () => {
  const scene = await stage.open('', { file: 'word-count.flow.ts' })
  const { page } = scene
  const selected = (name: string) =>
    page.locator('.react-flow__node.selected', { has: page.locator('.name', { hasText: name }) })
  await page.keyboard.press('Space')
  await page.keyboard.type('text file')
  await page.keyboard.press('Enter')
  // What is added goes behind what is selected.
  await selected('Read Text File').waitFor()
  for (const [words, name] of [
    ['flat', 'FlatMap'],
    ['key', 'KeyBy'],
    ['sum', 'Sum'],
    ['print', 'Print'],
  ]) {
    await page.keyboard.press('a')
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
    await selected(name).waitFor()
  }
  expect(scene.code).toBe(DRAWN)
  expect(scene.errors).toEqual([])
})
