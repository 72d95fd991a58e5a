import { afterEach, beforeAll, expect, test } from 'vitest'
import { gestures } from '../../../webview/src/editor/actions/gestures.ts'
import { settled } from '../actions/hands.ts'
import { type Scene, Stage, sample } from '../stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

const button = ({ page }: Scene, name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true })

test('every button of the toolbar has a name', async () => {
  const { page } = await stage.open(sample('hello'))
  for (const each of await page.locator('.toolbar button').all()) {
    expect(
      await each.getAttribute('aria-label').then(async (label) => label ?? (await each.textContent())),
    ).toBeTruthy()
  }
})

test.for([320, 200])('in a pane of %i pixels what has no room is in a menu, and nothing is cut off', async (width) => {
  const scene = await stage.open(sample('hello'), { width, height: 600 })
  const { page } = scene
  expect(await page.locator('.toolbar').evaluate((bar: any) => bar.scrollWidth - bar.clientWidth)).toBe(0)
  await button(scene, 'More').click()
  await page.getByRole('menuitem', { name: 'Gestures and keys' }).waitFor()
  const menu = (await page.getByRole('menu').boundingBox())!
  expect(menu.x).toBeGreaterThanOrEqual(0)
  expect(menu.x + menu.width).toBeLessThanOrEqual(width)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
})

test('in a wide pane there is no such menu', async () => {
  const scene = await stage.open(sample('hello'), { width: 900 })
  expect(await button(scene, 'More').count()).toBe(0)
})

test('turning is told to the host, and the button then offers the other way', async () => {
  const scene = await stage.open(sample('hello'))
  await settled(scene)
  await button(scene, 'Let it run downwards').click()
  await button(scene, 'Let it run to the right').waitFor()
  expect(scene.diagram!.direction).toBe('down')
  await expect.poll(() => scene.page.locator('.react-flow__node').count()).toBe(scene.diagram!.nodes.length)
  await button(scene, 'Let it run to the right').click()
  await button(scene, 'Let it run downwards').waitFor()
  expect(scene.errors).toEqual([])
  expect(scene.undoSteps).toBe(0)
})

test('zoom is shown, and 100 % is one click away', async () => {
  const scene = await stage.open(sample('fork-and-union'), { width: 700 })
  // What opens is fitted first.
  await settled(scene)
  const zoom = scene.page.locator('.toolbar .zoom')
  await button(scene, 'Zoom out').click()
  await expect.poll(() => zoom.textContent()).not.toContain('100 %')
  await zoom.click()
  await expect.poll(() => zoom.textContent()).toContain('100 %')
})

test('types on arrows are shown and hidden, by the button and by the command of VS Code', async () => {
  const scene = await stage.open(sample('hello'))
  const types = button(scene, 'Record types on arrows')
  await types.click()
  expect(await types.getAttribute('aria-pressed')).toBe('true')
  await scene.act('showTypes')
  await expect.poll(() => types.getAttribute('aria-pressed')).toBe('false')
})

test('the list of keys has every gesture; `?` opens it, Escape closes it', async () => {
  const { page } = await stage.open(sample('hello'))
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Gestures and keys' })
  await dialog.waitFor()
  expect(await dialog.locator('dt').allTextContents()).toEqual(
    [...new Set(gestures.map(({ group }) => group))].flatMap((name) =>
      gestures.filter(({ group }) => group === name).map(({ hands }) => hands),
    ),
  )
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('a menu is walked with arrows, and Escape gives the focus back to its button', async () => {
  const scene = await stage.open(sample('hello'))
  const { page } = scene
  await button(scene, 'Export').click()
  await page.keyboard.press('ArrowDown')
  const focused = () => page.evaluate(() => (globalThis as any).document.activeElement.textContent)
  expect(await focused()).toBe('Save as PNG…')
  await page.keyboard.press('Escape')
  expect(await page.getByRole('menu').count()).toBe(0)
  expect(await button(scene, 'Export').evaluate((own: any) => own === own.ownerDocument.activeElement)).toBe(true)
})

test.for(['find', 'shortcuts', 'arrange', 'fit', 'fitSelection', 'selectAll', 'add'] as const)(
  'the command %s of VS Code is carried out once',
  async (act) => {
    const scene = await stage.open(sample('hello'))
    await scene.act(act)
    const seen: Readonly<Record<typeof act, () => number | Promise<number>>> = {
      find: () => scene.page.locator('.find input').count(),
      shortcuts: () => scene.page.getByRole('dialog').count(),
      arrange: () => scene.told.filter((message) => message.type === 'request' && message.name === 'arrange').length,
      selectAll: () => scene.told.filter(({ type }) => type === 'selected').length,
      add: () => scene.page.getByRole('combobox').count(),
      fit: () => scene.page.locator('.react-flow').count(),
      fitSelection: () => scene.page.locator('.react-flow').count(),
    }
    await expect.poll(async () => seen[act]()).toBe(1)
    expect(scene.errors).toEqual([])
  },
)
