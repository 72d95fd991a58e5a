import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { physicalGraph } from '../../../extension/src/panel/graph-message.ts'
import type { ShownGraphs } from '../../../extension/src/panel/graph-source.ts'
import { Camera } from '../../../webview/src/panel/graph/camera.ts'
import { layOut } from '../../../webview/src/panel/graph/placing/layout.ts'
import { boxOf } from '../../../webview/src/panel/graph/placing/walk.ts'
import type { Thing } from '../../../webview/src/panel/graph/thing.ts'
import { type ThemeName, themeStyle } from '../stage/themes.ts'
import { huge, jobOf, orders, running, wordCount } from './graph-load.ts'
import { type GraphScene, GraphStage } from './graph-stage.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const words = jobOf(wordCount, 2)
const ofText: ShownGraphs = { file: 'word-count.flow.ts', of: 'text', jobs: [words] }

let stage: GraphStage

beforeAll(async () => {
  stage = await GraphStage.shared()
})
afterEach(() => stage.clear())

/** Where a thing is on the page, while everything is in view. */
async function spot({ page }: GraphScene, job: typeof words, thing: Thing): Promise<{ x: number; y: number }> {
  const graph = physicalGraph(job.logical!, job.execution!)
  const layout = layOut(graph, 'right')
  const camera = new Camera(() => {})
  const canvas = (await page.locator('canvas').boundingBox())!
  camera.setSize(canvas.width, canvas.height)
  camera.setGraph(layout)
  const { x, y, width, height } = boxOf(graph, layout, thing)
  const { view } = camera
  return {
    x: canvas.x + (x + width / 2 - view.x) * view.zoom,
    y: canvas.y + (y + height / 2 - view.y) * view.zoom,
  }
}

const details = ({ page }: GraphScene) => page.getByRole('region', { name: 'Details' })
const spoken = ({ page }: GraphScene) => page.locator('[aria-live]').textContent()
/** The canvas as it is painted. */
const picture = ({ page }: GraphScene) => page.evaluate(() => document.querySelector('canvas')!.toDataURL())

/** The same, once it stays as it is: what is dear is drawn last. */
async function finalPicture(scene: GraphScene): Promise<string> {
  let last = await picture(scene)
  const stays = async () => {
    const before = last
    await scene.page.waitForTimeout(500)
    last = await picture(scene)
    return last === before
  }
  await expect.poll(stays).toBe(true)
  return last
}

test('before a run the graph is that of the text: how many instances, channels and threads', async () => {
  const scene = await stage.open(ofText)
  await expect
    .poll(() => scene.page.locator('.of').textContent())
    .toMatch(/word-count\.flow\.ts\s*from the text · 7 instances in 5 tasks · 6 channels · 2 threads/)
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  const rows = await scene.page.getByRole('row').allInnerTexts()
  expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
    'Task Instances',
    'Lines 1',
    'Words 2',
    'Count → Print 2',
    'From and to Strategy Channels',
    'Lines to Words RoundRobin 2',
    'Words to Count ShuffleByKey 4',
  ])
  expect(scene.errors).toEqual([])
})

test('a click on an instance shows its numbers and its channels, the fullest first', async () => {
  const scene = await stage.open(running(words))
  const at = await spot(scene, words, { kind: 'task', task: 1 })
  await scene.page.mouse.click(at.x, at.y)
  await expect.poll(() => details(scene).getByRole('heading').first().textContent()).toBe('Words [0]')
  await expect.poll(() => details(scene).textContent()).toContain('1.33 × the mean')
  await expect.poll(() => details(scene).textContent()).toMatch(/busy 30 %\s*back-pressured 60 %\s*waiting 10 %/)
  const channels = details(scene).getByRole('table').last().getByRole('row')
  await expect.poll(async () => (await channels.allInnerTexts()).length).toBe(3)
  await expect
    .poll(() => channels.nth(1).textContent())
    .toMatch(/Count → Print \[0\]\s*ShuffleByKey\s*[\d.]+[KM]\s*66\.7K\/s\s*90 %/)
  await expect.poll(() => channels.nth(2).textContent()).toContain('35 %')
})

test('from an arrow of a run one gets to its records; before a run there are none', async () => {
  const scene = await stage.open(running(words))
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  await scene.page.getByRole('button', { name: 'Words to Count' }).click()
  await details(scene).getByRole('button', { name: 'Show records' }).click()
  await expect.poll(() => scene.revealed).toEqual([{ job: 0, edgeId: 1 }])
  scene.become(ofText)
  await scene.page.getByText('from the text').waitFor()
  await details(scene).getByRole('button', { name: 'Show records' }).waitFor({ state: 'detached' })
})

test('from an instance one gets to its operator in the diagram and in the text', async () => {
  const scene = await stage.open(ofText)
  const at = await spot(scene, words, { kind: 'task', task: 3 })
  await scene.page.mouse.click(at.x, at.y)
  await scene.page.getByRole('button', { name: 'Show Count in the diagram' }).click()
  await scene.page.getByRole('button', { name: 'Show Print in the text' }).click()
  await expect
    .poll(() => scene.revealed)
    .toEqual([
      { job: 0, operatorId: 2, where: 'diagram' },
      { job: 0, operatorId: 3, where: 'text' },
    ])
})

test('a click on a bundle shows its channels; one on nothing closes', async () => {
  const scene = await stage.open(ofText)
  const at = await spot(scene, words, { kind: 'bundle', bundle: 1 })
  await scene.page.mouse.click(at.x, at.y)
  await expect.poll(() => details(scene).textContent()).toContain('ShuffleByKey, 4 channels')
  expect(await details(scene).getByRole('row').count()).toBe(5)
  await scene.page.mouse.click(8, 60)
  await expect.poll(() => details(scene).count()).toBe(0)
})

test('keys go through the graph and say where they are; Enter shows more, Escape less', async () => {
  const scene = await stage.open(ofText)
  await scene.page.locator('canvas').focus()
  const { keyboard } = scene.page
  const walk: string[] = []
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']) {
    await keyboard.press(key)
    walk.push((await spoken(scene)) ?? '')
  }
  expect(walk).toEqual([
    'Lines, 1 instance',
    'Lines to Words, RoundRobin, 2 channels',
    'Words, 2 instances',
    'Words [0], thread 1',
    'Words [1], thread 0',
  ])
  await keyboard.press('Enter')
  await expect.poll(() => details(scene).getByRole('heading').first().textContent()).toBe('Words [1]')
  await keyboard.press('Escape')
  await expect.poll(() => details(scene).count()).toBe(0)
})

test('wheel and drag pan, Ctrl and wheel zoom, and 0 shows everything again', async () => {
  const scene = await stage.open(ofText)
  const { page } = scene
  const fitted = await finalPicture(scene)
  const seen = [fitted]
  const changed = async () => {
    await expect.poll(async () => seen.includes(await picture(scene))).toBe(false)
    seen.push(await picture(scene))
  }
  await page.mouse.move(500, 200)
  await page.mouse.wheel(60, 20)
  await changed()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await changed()
  await page.mouse.down()
  await page.mouse.move(430, 260, { steps: 4 })
  await page.mouse.up()
  await changed()
  await expect.poll(() => details(scene).count()).toBe(0)
  await page.mouse.move(2, 2)
  await page.locator('canvas').focus()
  await page.keyboard.press('0')
  await page.getByRole('button', { name: 'Legend' }).focus()
  await expect.poll(() => picture(scene)).toBe(fitted)
})

test('of 126,250 channels only those of what is chosen are asked for', async () => {
  const job = jobOf(huge, 8)
  const scene = await stage.open(running(job), { width: 1200, height: 600 })
  await expect.poll(() => scene.page.locator('.of').textContent()).toContain('2,000 instances · 126,250 channels')
  await expect.poll(() => scene.told.at(-1)).toEqual({ type: 'watch', edges: [] })
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  await scene.page.getByRole('button', { name: 'Sessions', exact: true }).click()
  await scene.page.getByRole('button', { name: '[7]', exact: true }).click()
  await expect.poll(() => scene.told.at(-1)).toMatchObject({ type: 'watch', edges: [1, 2], task: 507 })
  await expect
    .poll(() => details(scene).getByRole('table').nth(1).textContent())
    .toMatch(/Parse \[\d+\]\s*ShuffleByKey/)
  await expect.poll(() => details(scene).textContent()).toContain('and 150 more channels')
  await expect.poll(() => details(scene).getByRole('table').nth(1).textContent()).toContain('35 %')
})

test('several jobs of a file are in a list', async () => {
  const second = jobOf(orders, 4, 1, 'orders')
  const scene = await stage.open({ ...ofText, jobs: [{ ...words, name: 'words' }, second] })
  await scene.page.getByRole('combobox', { name: 'Job' }).selectOption('orders')
  await expect.poll(() => scene.page.locator('.of').textContent()).toContain('63 instances')
})

test('what is chosen, and the job, are there again when the view was hidden', async () => {
  const scene = await stage.open({
    ...ofText,
    jobs: [jobOf(orders, 4, 0, 'orders'), { ...words, job: 1, name: 'words' }],
  })
  await scene.page.getByRole('combobox').selectOption('words')
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  await scene.page.getByRole('button', { name: 'Words to Count' }).click()
  await scene.page.getByRole('button', { name: 'Legend' }).click()
  await scene.reload()
  await expect.poll(() => details(scene).textContent()).toContain('ShuffleByKey, 4 channels')
  expect(await scene.page.getByRole('button', { name: 'Legend' }).getAttribute('aria-pressed')).toBe('false')
})

test('when a run has ended its numbers stay; another graph begins without', async () => {
  const run = running(words)
  const scene = await stage.open(run)
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  await expect.poll(() => scene.page.getByRole('row').nth(1).textContent()).toContain('100K/s')
  const { metrics, channels, ...rest } = run
  scene.become({ ...rest, of: 'ended' })
  await expect.poll(() => scene.page.locator('.of').textContent()).toContain('as the run ended')
  expect(await scene.page.getByRole('row').nth(1).textContent()).toContain('100K/s')
  scene.become(ofText)
  await expect.poll(() => scene.page.getByRole('row').nth(1).textContent()).not.toContain('100K/s')
})

test('where there is no graph the view says why, or what to do', async () => {
  const scene = await stage.open(undefined)
  await expect.poll(() => scene.page.locator('.nothing').textContent()).toContain('Open a job file')
  scene.become('broken.flow.ts has a syntax error.')
  await expect.poll(() => scene.page.locator('.nothing').textContent()).toContain('broken.flow.ts has a syntax error.')
  scene.become({ ...ofText, jobs: [jobOf([], 2)] })
  await expect.poll(() => scene.page.locator('.reason').textContent()).toBe('The job has no operators.')
})

test('the colours follow the theme', async () => {
  const scene = await stage.open(ofText)
  const dark = await finalPicture(scene)
  await scene.page.evaluate(
    ([style]) => {
      document.documentElement.style.cssText = style
      document.body.className = 'vscode-light'
    },
    [themeStyle('light')],
  )
  await expect.poll(() => picture(scene)).not.toBe(dark)
})

test('in a side bar the graph runs down, and tables are below it', async () => {
  const scene = await stage.open(ofText, { width: 300, height: 800 })
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  const canvas = (await scene.page.locator('.stage').boundingBox())!
  const tables = (await scene.page.getByRole('region', { name: 'Tables' }).boundingBox())!
  expect(tables.y).toBeGreaterThanOrEqual(canvas.y + canvas.height)
  expect(tables.width).toBe(300)
  await scene.page.locator('canvas').focus()
  await scene.page.keyboard.press('ArrowDown')
  await scene.page.keyboard.press('ArrowDown')
  expect(await spoken(scene)).toBe('Lines to Words, RoundRobin, 2 channels')
})

const themes: readonly ThemeName[] = ['dark', 'light', 'contrast', 'contrastLight']

test.for(themes)('axe finds nothing serious in %s: a live graph, tables, an instance, nothing', async (theme) => {
  const scene = await stage.open(running(words), { theme })
  await scene.page.evaluate(axe)
  const serious = () =>
    scene.page.evaluate(async () => {
      const { violations } = await (globalThis as any).axe.run()
      return violations
        .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }: any) => nodes.map(({ target }: any) => `${id}: ${target.join(' ')}`))
    })
  await scene.page.getByRole('button', { name: 'Tables' }).click()
  await expect.poll(() => scene.page.getByRole('row').nth(1).textContent()).toContain('100K/s')
  expect(await serious()).toEqual([])
  await scene.page.getByRole('button', { name: 'Words', exact: true }).click()
  await scene.page.getByRole('button', { name: '[0]', exact: true }).click()
  await expect.poll(() => details(scene).textContent()).toContain('90 %')
  expect(await serious()).toEqual([])
  scene.become(undefined)
  await scene.page.locator('.nothing').waitFor()
  expect(await serious()).toEqual([])
})

test('with forced colours nothing is drawn in the colours of the theme', async () => {
  const scene = await stage.open(running(words))
  const green = await scene.page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.cssText = 'color: var(--vscode-charts-green)'
    return [...getComputedStyle(probe).color.matchAll(/\d+/g)].slice(0, 3).join(' ')
  })
  const painted = () =>
    scene.page.evaluate(
      ([color]) => {
        const canvas = document.querySelector('canvas')!
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        let count = 0
        for (let at = 0; at < data.length; at += 4) {
          if (`${data[at]} ${data[at + 1]} ${data[at + 2]}` === color) count++
        }
        return count
      },
      [green] as const,
    )
  await expect.poll(painted).toBeGreaterThan(500)
  await scene.page.emulateMedia({ forcedColors: 'active' })
  await expect.poll(painted).toBe(0)
  expect(scene.errors).toEqual([])
})
