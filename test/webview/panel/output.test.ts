import type { OutputLine } from 'millrace/control'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { OutputScene } from './stage/output-scene.ts'
import { PanelStage } from './stage/panel-stage.ts'

let stage: PanelStage

beforeAll(async () => {
  stage = await PanelStage.shared()
})
afterEach(() => stage.clear())

const print = (text: string, operatorName = 'Print', instance = 0, stream: OutputLine['stream'] = 'stdout') => ({
  text,
  stream,
  operatorId: operatorName.length,
  operatorName,
  instance,
  parallelism: 2,
})
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i): OutputLine => ({ text: `line ${from + i}`, stream: 'stdout' }))

/** The texts in view. */
const inView = (scene: OutputScene): Promise<string[]> =>
  scene.page.page.evaluate(() => {
    const { top, bottom } = (globalThis as any).document.querySelector('.lines').getBoundingClientRect()
    return [...(globalThis as any).document.querySelectorAll('.line')]
      .map((line) => ({ line, at: line.getBoundingClientRect() }))
      .filter(({ at }) => at.top >= top - 1 && at.bottom <= bottom + 1)
      .sort((a, b) => a.at.top - b.at.top)
      .map(({ line }) => line.textContent)
  })

/** The same, once all rows of the view are there: they come from the host after scrolling. */
async function fullView(scene: OutputScene): Promise<string[]> {
  let texts: string[] = []
  const missing = async () => {
    const first = await top(scene)
    const last = first + (await height(scene))
    texts = await inView(scene)
    return Math.floor(last / ROW) - Math.ceil(first / ROW) - texts.length
  }
  await expect.poll(missing).toBeLessThanOrEqual(0)
  return texts
}

/** Pixels of a row. */
const ROW = 20
const top = (scene: OutputScene): Promise<number> =>
  scene.page.page.locator('.lines').evaluate((lines: any) => lines.scrollTop)
const height = (scene: OutputScene): Promise<number> =>
  scene.page.page.locator('.lines').evaluate((lines: any) => lines.clientHeight)

test('what a job prints has its operator and instance in front, one below the other, one colour for each operator', async () => {
  const scene = await OutputScene.open(stage, {})
  scene.shownRun.output.add([print('a'), print('b', 'Late flights', 1), print('c', 'Print', 1)])
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Print[0]a', 'Late flights[1]b', 'Print[1]c'])
  const lefts = await scene.page.page
    .locator('.text')
    .evaluateAll((all: any[]) => all.map((one) => one.getBoundingClientRect().left))
  expect(new Set(lefts).size).toBe(1)
  const [one, other, same] = await scene.page.page
    .locator('.from')
    .evaluateAll((all: any[]) => all.map((name) => (globalThis as any).getComputedStyle(name).color))
  expect(one).toBe(same)
  expect(one).not.toBe(other)
  expect(scene.page.errors).toEqual([])
})

test('filters by text, expression, operator and stream, and says how many lines pass', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add([
    print('late ORD'),
    print('late JFK', 'Late'),
    print('lost', 'Late', 0, 'stderr'),
    print('ok'),
  ])
  const counts = page.locator('#counts')
  await expect.poll(() => counts.textContent()).toBe('4 lines')
  await page.getByLabel('Filter').fill('LATE')
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Print[0]late ORD', 'Late[0]late JFK'])
  expect(await counts.textContent()).toBe('2 of 4 lines')
  await page.getByLabel('Operator').selectOption('Late')
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Late[0]late JFK'])
  await page.getByLabel('Filter').fill('/^l.st/')
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Late[0]lost'])
  await page.getByLabel('Filter').fill('')
  await page.getByLabel('Stream').selectOption('errors')
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Late[0]lost'])
  // What comes is filtered, too.
  scene.shownRun.output.add([print('again', 'Late', 1, 'stderr'), print('no', 'Late')])
  await expect.poll(() => scene.lines.allTextContents()).toEqual(['Late[0]lost', 'Late[1]again'])
  await expect.poll(() => counts.textContent()).toBe('2 of 6 lines')
})

test('an expression that is none is told of, and a filter that nothing passes can be taken away', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add([print('a')])
  await scene.line('a').waitFor()
  await page.getByLabel('Filter').fill('/(/')
  await page.getByText('Invalid regular expression').waitFor()
  await page.getByLabel('Filter').fill('nowhere')
  await page.getByRole('button', { name: 'Show all lines' }).click()
  await scene.line('a').waitFor()
})

test('Ctrl+F finds in what passes the filter: next and previous, round the end, the place marked, Escape closes', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add(
    Array.from({ length: 3_000 }, (_, i) => print(i % 1_000 === 500 ? `here ${i} here` : `${i}`)),
  )
  await scene.line('2999').waitFor()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('HERE')
  const status = page.getByRole('search').getByRole('status')
  await expect.poll(() => status.textContent()).toBe('3 lines')
  await page.keyboard.press('Shift+Enter')
  await expect.poll(() => status.textContent()).toBe('3 of 3 lines')
  await page.locator('.line.current', { hasText: 'here 2500 here' }).waitFor()
  expect(await page.locator('.current mark').allTextContents()).toEqual(['here', 'here'])
  await page.keyboard.press('Enter')
  await page.locator('.line.current', { hasText: 'here 500 here' }).waitFor()
  expect(await status.textContent()).toBe('1 of 3 lines')
  await page.keyboard.press('Enter')
  await page.locator('.line.current', { hasText: 'here 1500 here' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('search').waitFor({ state: 'detached' })
  expect(await page.locator('mark').count()).toBe(0)
  expect(await page.evaluate(() => (globalThis as any).document.activeElement.className)).toContain('lines')
})

test('colours and styles of a terminal are those of the theme; escape sequences are never seen', async () => {
  const scene = await OutputScene.open(stage, {})
  scene.shownRun.output.add([
    print('\x1b[31mred\x1b[0m \x1b[1;94mbright\x1b[0m \x1b[38;5;208mpalette\x1b[0m \x1b[48;2;1;2;3mtrue\x1b[0m'),
    print('\x1b]0;title\x07\x1b[2Kdone\x1b[1G <b>no html</b>'),
  ])
  await scene.line('red').waitFor()
  expect(await scene.lines.allTextContents()).toEqual([
    'Print[0]red bright palette true',
    'Print[0]done <b>no html</b>',
  ])
  const style = (text: string) => scene.page.page.locator('.text span', { hasText: text }).first().getAttribute('style')
  expect(await style('red')).toBe('color: var(--vscode-terminal-ansiRed);')
  expect(await style('bright')).toBe('color: var(--vscode-terminal-ansiBrightBlue); font-weight: bold;')
  expect(await style('palette')).toBe('color: rgb(255, 135, 0);')
  expect(await style('true')).toBe('background-color: rgb(1, 2, 3);')
})

test('files and addresses open by a click, and with Enter on their line or on themselves', async () => {
  const folder = process.cwd()
  const scene = await OutputScene.open(stage, { file: `${folder}/samples/hello.flow.ts` })
  const { page } = scene.page
  scene.shownRun.output.add([
    print(`Error: see https://example.com/help. At (${folder}/samples/hello.flow.ts:3:5)`),
    print('at hello.flow.ts:7:2, not at nowhere.ts:1:1'),
  ])
  await page.getByRole('link', { name: 'https://example.com/help' }).click()
  await expect.poll(() => scene.urls).toEqual(['https://example.com/help'])
  await page.getByRole('link', { name: 'samples/hello.flow.ts:3:5' }).click()
  const file = `${folder}/samples/hello.flow.ts`
  await expect.poll(() => scene.opened).toEqual([{ path: file, line: 3, column: 5 }])
  await page.locator('.lines').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => scene.opened.at(-1)).toEqual({ path: file, line: 7, column: 2 })
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => scene.urls.length).toBe(2)
  expect(await page.getByRole('link').count()).toBe(3)
})

test('of ten million lines the page gets what it can show, and the host says how many were dropped', async () => {
  const scene = await OutputScene.open(stage, {})
  const { output } = scene.shownRun
  const before = performance.now()
  for (let i = 0; i < 10_000; i++) {
    output.add(numbered(i * 1_000, i * 1_000 + 1_000))
    if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve))
  }
  const seconds = (performance.now() - before) / 1_000
  await scene.line('line 9999999').waitFor()
  expect(scene.pings).toBeLessThanOrEqual(seconds * 20 + 2)
  expect(scene.rowsSent).toBeLessThan((scene.pings + 4) * 200)
  await expect
    .poll(() => scene.page.page.locator('#counts').textContent())
    .toBe('10,000 lines · 9,990,000 earlier lines were dropped')
  expect(await scene.lines.count()).toBeLessThan(100)
})

test('it follows at the end; scrolling up pauses, and what is read stays where it is until the end is wanted', async () => {
  // Wide enough for what the toolbar comes to say.
  const scene = await OutputScene.open(stage, {}, { width: 1_200 })
  const { page } = scene.page
  const { output } = scene.shownRun
  output.add(numbered(0, 9_000))
  await expect.poll(() => inView(scene).then((texts) => texts.at(-1))).toBe('line 8999')
  output.add(numbered(9_000, 9_500))
  await expect.poll(() => inView(scene).then((texts) => texts.at(-1))).toBe('line 9499')
  await page.locator('.lines').hover()
  await page.mouse.wheel(0, -2_000)
  const follow = page.getByRole('button', { name: /Follow/ })
  await follow.waitFor()
  await expect.poll(() => top(scene)).toBe(9_500 * ROW - (await height(scene)) - 2_000)
  const read = await fullView(scene)
  expect(read.length).toBeGreaterThan(10)
  // 5,000 lines are dropped above, and there are as many below.
  output.add(numbered(9_500, 14_500))
  await expect.poll(() => follow.textContent()).toBe('↓ Follow (5,000 new)')
  expect(await inView(scene)).toEqual(read)
  // What is read is dropped, and is still there to be read.
  output.add(numbered(14_500, 40_000))
  await expect.poll(() => follow.textContent()).toBe('↓ Follow (30,500 new)')
  expect(await inView(scene)).toEqual(read)
  // Nothing is left further up.
  await page.mouse.wheel(0, -100_000)
  await expect.poll(() => inView(scene).then((texts) => texts[0])).toBe('line 30000')
  await page.locator('.lines').focus()
  await page.keyboard.press('End')
  await expect.poll(() => inView(scene).then((texts) => texts.at(-1))).toBe('line 39999')
  expect(await follow.count()).toBe(0)
  output.add(numbered(40_000, 40_010))
  await expect.poll(() => inView(scene).then((texts) => texts.at(-1))).toBe('line 40009')
})

test('scrolling up pauses, however fast lines come', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  let next = 0
  const timer = setInterval(() => {
    scene.shownRun.output.add(numbered(next, next + 1_000))
    next += 1_000
  }, 5)
  try {
    await scene.lines.first().waitFor()
    await page.locator('.lines').hover()
    await page.mouse.wheel(0, -300)
    await page.getByRole('button', { name: /Follow/ }).waitFor()
    await page.waitForTimeout(500)
    const read = await fullView(scene)
    await page.waitForTimeout(500)
    expect(read.length).toBeGreaterThan(5)
    expect(await inView(scene)).toEqual(read)
  } finally {
    clearInterval(timer)
  }
})

test('rows are selected by click and keys, and copied with what is not in the page', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add([...numbered(0, 500), print('\x1b[31mred\x1b[0m')])
  await scene.line('red').click()
  await page.keyboard.press('Control+c')
  await expect.poll(() => scene.copied).toEqual(['red'])
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Control+c')
  await expect.poll(() => scene.copied.at(-1)).toBe('line 498\nline 499\nred')
  await page.keyboard.press('Home')
  await scene.line(/^line 0$/).waitFor()
  await scene.line(/^line 3$/).click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')
  await expect.poll(() => scene.copied.at(-1)).toBe('line 0\nline 1\nline 2\nline 3')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await expect.poll(() => scene.copied.at(-1)?.split('\n').length).toBe(501)
  // As VS Code does it, which has the same keys for the page.
  await page.evaluate(() => {
    const { document } = globalThis as any
    document.execCommand('selectAll')
    document.execCommand('copy')
  })
  await expect.poll(() => scene.copied.length).toBe(5)
  expect(scene.copied[4]).toBe(scene.copied[3])
  await page.keyboard.press('Escape')
  expect(await page.locator('[aria-selected="true"]').count()).toBe(0)
})

test('a part of a line can be selected as text, and is copied as such', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add(numbered(0, 3))
  await scene
    .line('line 1')
    .locator('.text')
    .dblclick({ position: { x: 5, y: 5 } })
  expect(await page.evaluate(() => String((globalThis as any).getSelection()))).toBe('line')
  await page.keyboard.press('Control+c')
  await page.waitForTimeout(100)
  expect(scene.copied).toEqual([])
})

test('a long line is cut, and is shown to its end on demand; wrapping is remembered', async () => {
  const scene = await OutputScene.open(stage, {})
  const { page } = scene.page
  scene.shownRun.output.add([print(`${'x'.repeat(20_000)}END`), print('after')])
  await scene.line('after').waitFor()
  expect(((await scene.line('xxx').locator('.text').textContent()) ?? '').length).toBeLessThan(5_100)
  await page.getByRole('button', { name: 'Show all 20,003 characters' }).click()
  await scene.line('END').waitFor()
  await page.getByRole('button', { name: 'Show less' }).click()
  await scene.line('END').waitFor({ state: 'detached' })
  const height = () => scene.line('xxx').evaluate((line: any) => line.getBoundingClientRect().height)
  expect(await height()).toBeLessThan(40)
  await page.getByRole('button', { name: 'Wrap lines' }).click()
  await expect.poll(height).toBeGreaterThan(200)
  await page.reload()
  await expect.poll(height).toBeGreaterThan(200)
})

test('copying and saving everything is the window’s', async () => {
  const scene = await OutputScene.open(stage, {})
  await scene.page.page.getByRole('button', { name: 'Copy all' }).click()
  await scene.page.page.getByRole('button', { name: 'Save as…' }).click()
  await expect.poll(() => scene.asked).toEqual(['copyAll', 'saveAs'])
})

test('what came while the view was hidden is there when it is shown again, and clearing empties it', async () => {
  const scene = await OutputScene.open(stage, {})
  const { output } = scene.shownRun
  await scene.page.page.getByText('Nothing has been printed yet.').waitFor()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const { pings } = scene
  scene.hidden = true
  output.add([print('a')])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(scene.pings).toBe(pings)
  scene.unhide()
  await scene.line('a').waitFor()
  output.clear()
  await scene.line('a').waitFor({ state: 'detached' })
})

test.each(['dark', 'light', 'contrast', 'contrastLight'] as const)('axe finds nothing serious: %s', async (theme) => {
  const scene = await OutputScene.open(stage, {}, { theme })
  const { page } = scene.page
  expect(await scene.page.serious()).toEqual([])
  const names = ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff']
  scene.shownRun.output.add([
    ...names.map((name) => print('https://example.com', name)),
    print('lost', 'a', 0, 'stderr'),
    print('x'.repeat(6_000)),
  ])
  await scene.line('lost').click()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('example')
  await page.keyboard.press('Enter')
  await page.locator('.current mark').first().waitFor()
  expect(await scene.page.serious()).toEqual([])
})

test('in a narrow side bar everything is in view, and what is selected is seen in forced colours', async () => {
  const scene = await OutputScene.open(stage, {}, { width: 300, height: 600, forcedColors: 'active' })
  const { page } = scene.page
  scene.shownRun.output.add([print('a', 'Late flights by destination'), print('b')])
  await scene.line(/b$/).click()
  await page.keyboard.press('Control+f')
  await page.getByRole('search').waitFor()
  const rights = await page
    .locator('button, input, select, .counts')
    .evaluateAll((all: any[]) => all.map((one) => one.getBoundingClientRect().right))
  expect(Math.max(...rights)).toBeLessThanOrEqual(300)
  const outline = await scene
    .line(/b$/)
    .evaluate((line: any) => (globalThis as any).getComputedStyle(line).outlineStyle)
  expect(outline).toBe('solid')
})
