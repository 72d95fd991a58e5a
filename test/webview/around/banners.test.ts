import { afterEach, beforeAll, expect, test } from 'vitest'
import { Stage, sample } from '../stage/stage.ts'
import { postTo } from '../stage/webview-browser.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

test('with a syntax error the last diagram stays, dimmed, with the message and a way to its line', async () => {
  const scene = await stage.open(sample('fork-and-union'))
  const { page } = scene
  const boxes = await page.locator('.react-flow__node').count()
  const line = scene.code.split('\n').findIndex((text) => text.includes('.filter(')) + 1
  scene.type((text) => text.replace('.filter(', '.filter('.replace('(', '((')))
  const banner = page.locator('.banner.stale')
  await banner.waitFor()
  expect(await banner.textContent()).toContain('Syntax error')
  expect(await page.locator('.react-flow__node').count()).toBe(boxes)
  await expect
    .poll(() =>
      page.locator('.react-flow__viewport').evaluate((element: any) => {
        return Number((globalThis as any).getComputedStyle(element).opacity)
      }),
    )
    .toBeLessThan(1)

  await banner.getByRole('button').click()
  await expect.poll(() => scene.told.find((message) => message.type === 'showLine')).toBeDefined()
  const shown = scene.told.find((message) => message.type === 'showLine')!
  expect(shown.line).toBe(scene.diagram!.stale!.line)
  expect(shown.line).toBeGreaterThanOrEqual(line)

  // What would change the text says why it does not.
  await page.getByRole('button', { name: 'Add an operator' }).click()
  await page.locator('.status-line .warning', { hasText: 'syntax error' }).waitFor()
  scene.undo()
  await banner.waitFor({ state: 'detached' })
})

test('a file that cannot be changed says why, and so does whatever would change it', async () => {
  const scene = await stage.open(sample('hello'))
  scene.setReadOnly('The file is read-only.')
  await scene.page.locator('.banner.read-only', { hasText: 'The file is read-only.' }).waitFor()
  expect(await scene.page.locator('.banner button').count()).toBe(0)
  await scene.page.getByRole('button', { name: 'Add an operator' }).click()
  await scene.page.locator('.status-line .warning', { hasText: 'read-only' }).waitFor()
  expect(scene.undoSteps).toBe(0)
})

test('when the language server has ended, the banner restarts it, and goes when it is there again', async () => {
  const scene = await stage.open(sample('hello'))
  scene.job.setTrouble({ reason: 'The language server of Millrace has ended.', restart: true })
  await scene.page.getByRole('button', { name: 'Restart' }).click()
  await expect.poll(() => scene.told).toContainEqual({ type: 'command', command: 'restart' })
  scene.job.setTrouble(undefined)
  await scene.page.locator('.banner').waitFor({ state: 'detached' })
})

test('what of the text is not drawn is said above the diagram', async () => {
  const scene = await stage.open(sample('hello'), { sidecar: '{ not json' })
  await scene.page.locator('.banner.notice').first().waitFor()
  expect(await scene.page.locator('.banner.notice').first().textContent()).toContain('layout.json')
})

test('what cannot be drawn says so and why, and can be drawn again', async () => {
  const scene = await stage.open(sample('hello'))
  const { page } = scene
  // No host sends that: it stands for a mistake in the page.
  await postTo(page, { type: 'diagram', diagram: { ...scene.diagram, notices: [{}] } })
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.textContent()).toMatch(/^This could not be drawn: .+The job and its text are as they were\./)
  await postTo(page, { type: 'diagram', diagram: scene.diagram })
  await page.getByRole('button', { name: 'Draw it again' }).click()
  await page.locator('.react-flow__node').first().waitFor()
  expect(scene.thrown.splice(0)).toHaveLength(1)
})
