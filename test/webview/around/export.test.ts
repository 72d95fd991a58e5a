import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Scene, Stage, sample } from '../stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** Opens a job and waits for its boxes. */
async function drawn(name: string, theme: 'dark' | 'light' = 'dark'): Promise<Scene> {
  const scene = await stage.open(sample(name), { theme })
  await scene.page.locator('.react-flow__node').first().waitFor()
  return scene
}

async function saved(scene: Scene) {
  const request = () => scene.told.find((message) => message.type === 'request' && message.name === 'saveFile')
  await expect.poll(request).toBeDefined()
  return (request() as any).params as { name: string; content: string; base64?: true }
}

test('the SVG that is saved is drawn by any browser as it is, in the colours of the theme', async () => {
  const scene = await drawn('fork-and-union', 'light')
  await scene.page.getByRole('button', { name: 'Export' }).click()
  await scene.page.getByRole('menuitem', { name: 'Save as SVG…' }).click()
  const { name, content } = await saved(scene)
  // It is said for a few seconds only.
  await scene.page.locator('.status-line', { hasText: 'Saved diagram.svg.' }).waitFor()
  expect(name).toBe('diagram.svg')
  expect(content).not.toContain('var(')
  expect(content).not.toContain('currentColor')
  const size = await scene.page.evaluate(async (svg) => {
    const image = new (globalThis as any).Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }, content)
  expect(size[0]).toBeGreaterThan(400)
})

test('the PNG is twice as large as the SVG', async () => {
  const scene = await drawn('hello')
  await scene.act('exportSvg')
  const { content: svg } = await saved(scene)
  scene.told.length = 0
  await scene.act('exportPng')
  const { name, content, base64 } = await saved(scene)
  expect([name, base64]).toEqual(['diagram.png', true])
  const png = Buffer.from(content, 'base64')
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  expect(svg).toContain(`width="${width / 2}" height="${height / 2}"`)
})

test('Mermaid is on the clipboard', async () => {
  const scene = await drawn('hello')
  await scene.act('copyMermaid')
  await expect.poll(() => scene.clipboard).toContain('flowchart LR\n  n0(["Source"])')
})

test('of an empty diagram nothing is exported, and that is said', async () => {
  const scene = await stage.open('')
  await scene.act('exportPng')
  await scene.page.locator('.status-line .warning', { hasText: 'nothing to export' }).waitFor()
})
