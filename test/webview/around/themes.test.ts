import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Scene, Stage, sample } from '../stage/stage.ts'
import { type ThemeName, themeStyle } from '../stage/themes.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const themes: readonly ThemeName[] = ['dark', 'light', 'contrast', 'contrastLight']

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** What axe finds serious or worse, as `rule: where`. */
async function serious({ page }: Scene): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run()
    return violations
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }: any) => nodes.map(({ target }: any) => `${id}: ${target.join(' ')}`))
  })
}

test.for(themes)('axe finds nothing serious in %s: a diagram, find, the list of keys, an empty job', async (theme) => {
  const scene = await stage.open(sample('fork-and-union'), { theme })
  await scene.node('Union').waitFor()
  expect(await serious(scene)).toEqual([])
  await scene.page.keyboard.press('Control+f')
  expect(await serious(scene)).toEqual([])
  await scene.page.keyboard.press('Escape')
  await scene.page.getByRole('button', { name: 'Export' }).click()
  expect(await serious(scene)).toEqual([])
  await scene.page.keyboard.press('Escape')
  await scene.act('shortcuts')
  await scene.page.getByRole('dialog').waitFor()
  expect(await serious(scene)).toEqual([])
  expect(await serious(await stage.open('', { theme }))).toEqual([])
})

test('another theme is there at once, without loading the page again', async () => {
  const scene = await stage.open(sample('hello'), { theme: 'dark' })
  const background = () =>
    scene.page.evaluate(() => {
      const { document, getComputedStyle } = globalThis as any
      return getComputedStyle(document.querySelector('.operator')).backgroundColor
    })
  await scene.node('Map').waitFor()
  const before = await background()
  const ready = scene.told.filter(({ type }) => type === 'ready').length
  await scene.page.evaluate(
    // As VS Code does it: a style attribute that a script writes as text is against the page's policy.
    (style) => {
      ;(globalThis as any).document.documentElement.style.cssText = style
    },
    themeStyle('light'),
  )
  await expect.poll(background).not.toBe(before)
  expect(scene.told.filter(({ type }) => type === 'ready').length).toBe(ready)
})

test('at 200 % zoom in a pane of 640 pixels nothing is cut off, and all can be reached', async () => {
  const scene = await stage.open('', { width: 320, height: 300 })
  const { page } = scene
  const overflow = await page.evaluate(() => {
    const { documentElement } = (globalThis as any).document
    return [
      documentElement.scrollWidth - documentElement.clientWidth,
      documentElement.scrollHeight - documentElement.clientHeight,
    ]
  })
  expect(overflow).toEqual([0, 0])
  const last = page.locator('.empty-job button').last()
  await last.scrollIntoViewIfNeeded()
  await last.click()
  await expect.poll(() => scene.told).toContainEqual({ type: 'command', command: 'openSample' })
})
