import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { choose, chooseKeys, codeOf, field, heading, JOB, lines, openJob } from './inspected.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

describe('another operation', () => {
  const job = JOB.replace('(line) => ({ word: line, at: line.length })', '(line) => [{ word: line, at: line.length }]')

  test('is done at once where it causes no type errors', async () => {
    const scene = await openJob(stage, job)
    await choose(scene, 'Latest')
    expect(await field(scene, 'Operation').inputValue()).toBe('reduce')
    await choose(scene, 'Map')
    await field(scene, 'Operation').selectOption('flatMap')
    await heading(scene, 'FlatMap').waitFor()
    expect(lines(scene, /flatMap/).length).toBe(1)
    expect(scene.undoSteps).toBe(1)
  })

  test('says which type errors it would cause before it is done', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Map')
    await field(scene, 'Operation').selectOption('flatMap')
    await scene.page.getByText(/This will cause/).waitFor()
    expect(scene.code).toBe(JOB)
    await scene.page.getByRole('button', { name: 'Keep map' }).click()
    expect(await field(scene, 'Operation').inputValue()).toBe('map')
    await field(scene, 'Operation').selectOption('flatMap')
    await scene.page.getByRole('button', { name: 'Change to flatMap' }).click()
    await expect.poll(() => lines(scene, /flatMap/).length).toBe(1)
  })
})

test('an edge has its strategy, and the function of a custom one', async () => {
  const scene = await openJob(stage)
  await chooseKeys(scene, [scene.diagram!.edges[0].key])
  await field(scene, 'Partition strategy').selectOption('partition')
  await expect.poll(() => lines(scene, /partition/)).toEqual(['.partition((_record, channels) => channels - 1)'])
  const code = codeOf(scene, 'Function')
  await expect.poll(() => code.textContent()).toBe('(_record, channels) => channels - 1')
  await code.click()
  await code.press('Control+a')
  await code.press('Delete')
  await scene.page.keyboard.type('() => 0')
  await code.press('Control+Enter')
  await expect.poll(() => lines(scene, /partition/)).toEqual(['.partition(() => 0)'])
  await field(scene, 'Partition strategy').selectOption('')
  await expect.poll(() => lines(scene, /partition/)).toEqual([])
})

test('several boxes are given one parallelism in one undo step', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map', 'Timestamps')
  await heading(scene, '2 operators').waitFor()
  await scene.page.getByLabel('Parallelism: One more').click()
  await expect.poll(() => lines(scene, /setParallelism\(2\)/).length).toBe(2)
  expect(scene.undoSteps).toBe(1)
})

test('nothing selected: the job has its parallelism', async () => {
  const scene = await openJob(stage)
  await heading(scene, 'words').waitFor()
  await field(scene, 'Parallelism').fill('2')
  await field(scene, 'Parallelism').press('Enter')
  await expect.poll(() => lines(scene, /new Env/)).toEqual(['const env = new Environment({ parallelism: 2 })'])
})

test('a text with a syntax error, and one that cannot be written, can be read only', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  scene.type((text) => `${text}\nconst = 1\n`)
  await expect.poll(() => field(scene, 'Name').getAttribute('readonly')).not.toBeNull()
  scene.undo()
  await expect.poll(() => field(scene, 'Name').getAttribute('readonly')).toBeNull()
  scene.setReadOnly('The file is read-only.')
  await expect.poll(() => field(scene, 'Name').getAttribute('title')).toBe('The file is read-only.')
  expect(await field(scene, 'Operation').isDisabled()).toBe(true)
})

test('it can be hidden and shown, and is a sheet over the diagram where there is no room', async () => {
  const scene = await openJob(stage, JOB, { width: 500 })
  const inspector = scene.page.getByRole('complementary', { name: 'Inspector' })
  expect(await inspector.count()).toBe(0)
  await scene.page.getByRole('button', { name: 'Inspector', exact: true }).click()
  const [sheet, canvas] = await Promise.all([inspector.boundingBox(), scene.page.locator('.react-flow').boundingBox()])
  expect(canvas!.width).toBe(500)
  expect(sheet!.x + sheet!.width).toBe(500)
  await scene.page.getByLabel('Hide the inspector').click()
  expect(await inspector.count()).toBe(0)
})

test('Enter on a box goes to its first field, Escape from there back to the box', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await scene.node('Map').focus()
  await scene.page.keyboard.press('Enter')
  const focused = () => scene.page.evaluate(() => (globalThis as any).document.activeElement?.outerHTML.slice(0, 200))
  await expect.poll(focused).toContain('class="input"')
  await scene.page.keyboard.press('Escape')
  await expect.poll(focused).toContain(`data-id="${scene.diagram!.nodes.find(({ name }) => name === 'Map')!.key}"`)
})

test('its width follows the line at its side, by keys too', async () => {
  const scene = await openJob(stage)
  const sash = scene.page.getByRole('separator', { name: 'Width of the inspector' })
  const width = async () => (await scene.page.locator('.inspector').boundingBox())!.width
  const before = await width()
  const { x, y, height } = (await sash.boundingBox())!
  await scene.page.mouse.move(x + 2, y + height / 2)
  await scene.page.mouse.down()
  await scene.page.mouse.move(x - 48, y + height / 2)
  await scene.page.mouse.up()
  await expect.poll(width).toBe(before + 50)
  await sash.press('ArrowRight')
  await expect.poll(width).toBe(before + 30)
})

test.each(['dark', 'light', 'contrast', 'contrastLight'] as const)('axe finds nothing serious: %s', async (theme) => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const scene = await openJob(stage, JOB, { theme, height: 1400 })
  await scene.page.evaluate(axe)
  for (const name of ['Read Text File', 'Timestamps', 'Latest']) {
    await choose(scene, name)
    if (name !== 'Read Text File') await codeOf(scene, 'Function').waitFor()
    const found = await scene.page.evaluate(async () => {
      const { violations } = await (globalThis as any).axe.run('.inspector')
      return violations
        .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }: any) => nodes.map(({ html, any }: any) => `${id}: ${html} ${any[0]?.message ?? ''}`))
    })
    expect(found).toEqual([])
  }
  expect(scene.errors).toEqual([])
})

test('width, and whether it is hidden, are as before when the page was gone', async () => {
  const scene = await openJob(stage)
  const inspector = scene.page.getByRole('complementary', { name: 'Inspector' })
  const before = (await inspector.boundingBox())!.width
  await scene.page.getByRole('separator', { name: 'Width of the inspector' }).press('ArrowLeft')
  await scene.reload()
  await expect.poll(async () => (await inspector.boundingBox())?.width).toBe(before + 20)
  await scene.page.getByLabel('Hide the inspector').click()
  await scene.reload()
  await scene.page.locator('.react-flow__node').first().waitFor()
  expect(await inspector.count()).toBe(0)
})

test('at first all boxes are in view beside it', async () => {
  const scene = await openJob(stage)
  const { x } = (await scene.page.getByRole('complementary', { name: 'Inspector' }).boundingBox())!
  await expect
    .poll(async () => {
      const boxes = await Promise.all(
        (await scene.page.locator('.react-flow__node').all()).map((box) => box.boundingBox()),
      )
      return boxes.every((box) => box !== null && box.x >= 0 && box.x + box.width <= x)
    })
    .toBe(true)
})
