import { afterEach, beforeAll, expect, test } from 'vitest'
import { between, drag, JOB, portOf, settled } from '../actions/hands.ts'
import { type Scene, Stage, sample } from '../stage/stage.ts'
import type { ThemeName } from '../stage/themes.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('where people want less motion nothing glides: neither boxes nor the view', async () => {
  const scene = await stage.open(JOB)
  const { page } = scene
  await settled(scene)
  const gliding = () =>
    page
      .locator('.react-flow__node')
      .evaluateAll((all: any[]) => all.map((box) => (globalThis as any).getComputedStyle(box).transitionDuration))
  expect(await gliding()).toContain('0.15s')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(new Set(await gliding())).toEqual(new Set(['0s']))
  // The view is there in the frame after the key, and stays.
  await page.keyboard.press('0')
  const frames: string[] = await page.evaluate(async () => {
    const { document, requestAnimationFrame } = globalThis as any
    const seen: string[] = []
    for (let frame = 0; frame < 12; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      seen.push(document.querySelector('.react-flow__viewport').style.transform)
    }
    return seen
  })
  expect(new Set(frames.slice(1)).size).toBe(1)
  const movement = await page.evaluate(() => {
    const { document } = globalThis as any
    return document.getAnimations().filter((animation: any) => animation.playState === 'running').length
  })
  expect(movement).toBe(0)
})

/** How far the brightest and the darkest pixel of a part of the page are apart, from 0 to 255. */
async function contrastAt({ page }: Scene, clip: { x: number; y: number; width: number; height: number }) {
  const shot = (await page.screenshot({ clip })).toString('base64')
  return page.evaluate(async (png) => {
    const { atob, createImageBitmap, Blob, OffscreenCanvas } = globalThis as any
    const bytes = Uint8Array.from(atob(png), (character: any) => character.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    let [low, high] = [255, 0]
    for (let at = 0; at < data.length; at += 4) {
      const bright = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2]
      low = Math.min(low, bright)
      high = Math.max(high, bright)
    }
    return Math.round(high - low)
  }, shot)
}

const around = ({ x, y }: { x: number; y: number }, by: number) => ({
  ...{ x: x - by, y: y - by, width: 2 * by, height: 2 * by },
})

/** Black on white is 255; what has less than this is hard to see for those who need forced colours. */
const PLAIN = 110

test.for<ThemeName>(['dark', 'light'])(
  'with forced colours nothing becomes invisible: boxes, arrows, their marks (%s)',
  async (theme) => {
    const scene = await stage.open(sample('partition-strategies'), { theme, width: 1000, height: 700 })
    const { page } = scene
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    await settled(scene)
    const box = (await page.locator('.react-flow__node').nth(2).boundingBox())!
    // The middle of its lower edge: its border.
    expect(await contrastAt(scene, around({ x: box.x + box.width / 2, y: box.y + box.height }, 4))).toBeGreaterThan(
      PLAIN,
    )
    for (const strategy of await page.locator('.strategy').all()) {
      expect(await contrastAt(scene, (await strategy.boundingBox())!)).toBeGreaterThan(PLAIN)
    }
    const fallback = scene.diagram!.edges.find(({ written }) => !written)!
    for (const { key } of [fallback, scene.diagram!.edges.find(({ written }) => written)!]) {
      const [x, y] = await page.locator(`.stream[data-edge="${key}"] .react-flow__edge-path`).evaluate((path: any) => {
        const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.1)
        const at = path.ownerSVGElement.createSVGPoint()
        Object.assign(at, { x, y })
        const { x: left, y: top } = at.matrixTransform(path.getScreenCTM())
        return [left, top]
      })
      expect(await contrastAt(scene, around({ x, y }, 3))).toBeGreaterThan(PLAIN)
    }
    // Far away a box is its kind.
    for (let step = 0; step < 6; step++) await page.keyboard.press('-')
    await expect.poll(() => page.locator('[data-detail="far"]').count()).toBe(1)
    await settled(scene)
    expect(await contrastAt(scene, (await page.locator('.react-flow__node').nth(2).boundingBox())!)).toBeGreaterThan(
      PLAIN,
    )
  },
)

test.for<ThemeName>(['dark', 'light'])(
  'with forced colours the arrow that is being drawn, and where it may end, are seen (%s)',
  async (theme) => {
    const text = JOB.replace('await env', 'env.unconnected<number>().map((n) => n).name("Waiting")\n\nawait env')
    const scene = await stage.open(text, { theme, width: 1600 })
    await scene.page.emulateMedia({ forcedColors: 'active' })
    await settled(scene)
    const from = await portOf(scene, 'Others')
    const to = await portOf(scene, 'Waiting', 'in-0')
    const aside = { x: from.x + 20, y: from.y + 120 }
    await drag(scene, from, aside, async () => {
      expect(await contrastAt(scene, around(to, 8))).toBeGreaterThan(PLAIN)
      expect(await contrastAt(scene, around({ x: from.x + 10, y: from.y + 60 }, 14))).toBeGreaterThan(PLAIN)
    })
    await scene.page.keyboard.press('Escape')
    const middle = await between(scene, 'Double', 'Big')
    expect(await contrastAt(scene, around(middle, 6))).toBeGreaterThan(PLAIN)
  },
)
