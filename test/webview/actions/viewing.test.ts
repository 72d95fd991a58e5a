import { afterEach, beforeAll, expect, test } from 'vitest'
import { changeOf } from '../../../extension/src/diagram/index.ts'
import { type Scene, Stage } from '../stage/stage.ts'
import { JOB, selectedNames, settled } from './hands.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const transform = (scene: Scene) =>
  scene.page.locator('.react-flow__viewport').evaluate((element: any): string => element.style.transform)

/** The same of the view that the page keeps for when it is loaded anew, in the browser's own digits. */
const keptTransform = (scene: Scene) =>
  scene.page.evaluate((): string => {
    const { document, sessionStorage } = globalThis as any
    const { viewport } = JSON.parse(sessionStorage.getItem('state') ?? '{}')
    const { style } = document.createElement('div')
    if (viewport) style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.zoom})`
    return style.transform
  })

test('the wheel pans, Ctrl and the wheel zoom, and neither writes anything', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const scale = (text: string) => Number(/scale\((.*)\)/.exec(text)?.[1])
  const before = await transform(scene)
  await scene.page.mouse.move(500, 600)
  await scene.page.mouse.wheel(0, 100)
  await expect.poll(() => transform(scene)).not.toBe(before)
  expect(scale(await transform(scene))).toBe(scale(before))
  await scene.page.keyboard.down('Control')
  await scene.page.mouse.wheel(0, 100)
  await scene.page.keyboard.up('Control')
  await expect.poll(async () => scale(await transform(scene))).toBeLessThan(scale(before))
  expect(scene.undoSteps).toBe(0)
})

test('Space held down pans with the pointer, and opens no list', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const before = await transform(scene)
  await scene.page.mouse.move(500, 600)
  await scene.page.keyboard.down('Space')
  await scene.page.mouse.down()
  await scene.page.mouse.move(540, 560, { steps: 4 })
  await scene.page.mouse.up()
  await scene.page.keyboard.up('Space')
  await expect.poll(() => transform(scene)).not.toBe(before)
  expect(await scene.page.locator('.floating').count()).toBe(0)
})

test('an edit of the text does not move the view', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const before = await transform(scene)
  scene.type((text) => text.replace("  .name('Big')", "  .name('Big')\n  .map((n) => n)\n  .name('More')"))
  await scene.node('More').waitFor()
  await settled(scene)
  expect(await transform(scene)).toBe(before)
})

test('what the text selects is brought into view when it is out of it, and only then', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const before = await transform(scene)
  scene.job.cursorAt(JOB.indexOf('filter'))
  await expect.poll(() => selectedNames(scene)).toEqual(['Big'])
  await settled(scene)
  expect(await transform(scene)).toBe(before)
  await scene.page.mouse.move(500, 600)
  await scene.page.mouse.wheel(0, 2000)
  await settled(scene)
  scene.job.cursorAt(JOB.indexOf('-n'))
  await expect.poll(async () => ((await scene.node('Minus').boundingBox())?.y ?? -1) > 0).toBe(true)
})

test('view and selection are there again when the page was gone', async () => {
  const scene = await stage.open(JOB)
  await scene.node('Double').click()
  await settled(scene)
  const fitted = await transform(scene)
  await scene.page.mouse.move(500, 600)
  await scene.page.mouse.wheel(30, 80)
  await expect.poll(() => transform(scene)).not.toBe(fitted)
  await settled(scene)
  const before = await transform(scene)
  // The view that was fitted at first is kept too, until this one is.
  await expect.poll(() => keptTransform(scene)).toBe(before)
  await scene.reload()
  await settled(scene)
  expect(await transform(scene)).toBe(before)
  expect(await selectedNames(scene)).toEqual(['Double'])
})

test('a change that was sent before the page was loaded anew does not disturb the new one', async () => {
  const scene = await stage.open(JOB)
  const late = { type: 'diagramChanged', change: changeOf(scene.diagram!, scene.diagram!) }
  await scene.page.addInitScript((sent) => {
    const page = globalThis as any
    const { toHost } = page
    page.toHost = (message: unknown) => {
      page.postMessage(sent, '*')
      page.toHost = toHost
      return toHost(message)
    }
  }, late)
  await scene.reload()
  await scene.node('Double').waitFor()
  expect(scene.thrown).toEqual([])
})

test('1 fits the diagram, 2 what is selected, 0 is 100 %', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const fitted = await transform(scene)
  await scene.page.mouse.move(500, 600)
  await scene.page.mouse.wheel(300, 800)
  await settled(scene)
  await scene.page.keyboard.press('1')
  await expect.poll(() => transform(scene)).toBe(fitted)
  await scene.page.keyboard.press('0')
  await expect.poll(() => transform(scene)).toContain('scale(1)')
})

test('what is wholly in view stays so when the pane becomes narrow; a view that somebody chose stays', async () => {
  const scene = await stage.open(JOB)
  await settled(scene)
  const { page } = scene
  const right = async (selector: string) => {
    const bounds = await Promise.all((await page.locator(selector).all()).map((element) => element.boundingBox()))
    return Math.max(...bounds.map((box) => box!.x + box!.width))
  }
  await page.locator('.inspector').waitFor()
  await page.setViewportSize({ width: 640, height: 800 })
  await expect.poll(async () => (await right('.react-flow__node')) <= 640).toBe(true)
  expect(await right('.canvas')).toBe(640)

  await page.mouse.move(200, 600)
  await page.mouse.wheel(300, 0)
  await settled(scene)
  const chosen = await transform(scene)
  await page.setViewportSize({ width: 560, height: 800 })
  await settled(scene)
  expect(await transform(scene)).toBe(chosen)
})
