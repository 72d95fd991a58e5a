import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

/** Pictures to look at after a run. */
const pictures = fileURLToPath(new URL('../../.cache/pictures', import.meta.url))

const GREETS = `import { Environment, print } from 'millrace'

const env = new Environment()
env
  .fromCollection(['one', 'two'])
  .map((word) => word + '!')
  .sink(print())
await env.execute('greets')
`

const UNBUILT = `import { Environment, print } from 'millrace'
import { words } from './nowhere.ts'

const env = new Environment()
env.fromCollection(words).sink(print())
await env.execute('unbuilt')
`

const FAILS = `import { Environment, print } from 'millrace'

const env = new Environment()
env
  .fromCollection(['{"n": 1}', '{"n": 2'])
  .map((line) => JSON.parse(line), 'Parse')
  .sink(print())
await env.execute('fails')
`

const TALKS = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })
env
  .fromCollection(['one', 'two', \`see \${import.meta.dirname}/notes.txt:2:3\`])
  .map((text) => \`\\u001b[32m\${text}\\u001b[0m\`)
  .inspect(console.log)
  .sink(print())
await env.execute('talks')
`

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  workbench = await Workbench.start(
    {
      'greets.flow.ts': GREETS,
      'edited.flow.ts': GREETS,
      'unbuilt.flow.ts': UNBUILT,
      'fails.flow.ts': FAILS,
      'talks.flow.ts': TALKS,
      'notes.txt': 'first\nsecond\n',
    },
    // Jobs open as text, and what is typed is what is typed.
    {
      settings: {
        ...AS_TEXT,
        'editor.autoClosingBrackets': 'never',
        'task.quickOpen.showAll': true,
      },
    },
  )
  window = workbench.window
})

afterAll(() => workbench?.stop())

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await window.page.screenshot({ path: join(pictures, 'x-run.png') })
})

const status = (state: string) => window.output.locator(`.status.${state}`)
const printed = (text: string) => window.output.locator('.line .text', { hasText: new RegExp(`^${text}$`) })
const problems = () => window.page.locator('.markers-panel .monaco-list-row')

/** Types at the end of the first line with some text in it. */
async function typeAfter(line: string, text: string): Promise<void> {
  const { page } = window
  await page.locator('.view-line', { hasText: line }).first().click()
  await page.keyboard.press('End')
  await page.keyboard.insertText(text)
}

test('run from the lens and read the result in Output', async () => {
  await window.quickOpen('greets.flow.ts')
  await window.lens('Run')
  await status('finished').waitFor()
  await printed('one!').waitFor()
  await printed('two!').waitFor()
  expect(await window.output.locator('.line').count()).toBe(2)
  await window.page.screenshot({ path: join(pictures, 'run-from-lens.png') })
})

test('what runs is the text as it is in the editor; nothing is saved, unless millrace.saveBeforeRun says so', async () => {
  const { page } = window
  await window.quickOpen('edited.flow.ts')
  await typeAfter('.map((word)', ".map((word) => word + ' unsaved')")
  await page.locator('.tab.active.dirty').waitFor()
  await window.lens('Run')
  await printed('one! unsaved').waitFor()
  await status('finished').waitFor()
  expect(workbench.textOf('edited.flow.ts')).toBe(GREETS)
  await page.locator('.tab.active.dirty').waitFor()

  await workbench.set({ 'millrace.saveBeforeRun': true })
  await typeAfter('.map((word)', ".map((word) => word + ' and saved')")
  await window.lens('Run')
  await printed('one! unsaved and saved').waitFor()
  await window.saved('edited.flow.ts')
  await expect.poll(() => workbench.textOf('edited.flow.ts')).toContain('and saved')
  await workbench.set({})
})

test('a build problem is in Problems at its line, and goes when it is mended', async () => {
  const { page } = window
  const ours = problems().filter({ hasText: 'millrace' }).filter({ hasText: './nowhere.ts' })
  await window.quickOpen('unbuilt.flow.ts')
  await window.lens('Run')
  await status('failed').waitFor()
  const problem = ours.filter({ hasText: '[Ln 2, Col 23]' })
  // A run brings Output to the front, on a busy machine after it has failed.
  await expect
    .poll(async () => {
      await window.runCommand('Problems: Focus on Problems View')
      return problem.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      )
    })
    .toBe(true)
  await ours.dblclick()
  await page.getByText('Ln 2, Col 23', { exact: true }).waitFor()

  await page.locator('.view-line', { hasText: './nowhere.ts' }).click()
  await page.keyboard.press('Control+Shift+k')
  await page.keyboard.insertText("const words = ['mended']\n")
  await ours.waitFor({ state: 'detached' })
  await window.lens('Run')
  await printed('mended').waitFor()
  expect(await ours.count()).toBe(0)
  await window.save('unbuilt.flow.ts')
})

test('a failing job shows operator, record and line, and clicking goes there', async () => {
  const { page, output } = window
  await window.quickOpen('fails.flow.ts')
  await window.lens('Run')
  await status('failed').waitFor()
  expect(await output.locator('.status .sentence').textContent()).toMatch(/^Parse(\[0\])?: .*JSON/)
  await output.locator('.line', { hasText: 'record:' }).filter({ hasText: '{"n": 2' }).waitFor()
  const place = output.locator('.status').getByRole('button', { name: /^fails\.flow\.ts:6:\d+$/ })
  await place.waitFor()
  await page.screenshot({ path: join(pictures, 'failed.png') })
  // The text is not in front.
  await window.quickOpen('greets.flow.ts')
  await place.click()
  await page.locator('.tab.active', { hasText: 'fails.flow.ts' }).waitFor()
  await page.getByText(/^Ln 6, Col \d+$/).waitFor()
})

test('Ctrl+F5 runs the job in front', async () => {
  const { page } = window
  await window.quickOpen('greets.flow.ts')
  const runs = await window.jobs.count()
  await page.locator('.view-line').first().click()
  await page.keyboard.press('Control+F5')
  await expect.poll(() => window.jobs.count()).toBe(runs + 1)
  await status('finished').waitFor()
  await printed('one!').waitFor()
  expect(await page.locator('.debug-toolbar').isVisible()).toBe(false)
})

test('what a job prints can be filtered and copied, and leads to files', async () => {
  const { page, output } = window
  await window.quickOpen('talks.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await output.getByLabel('Operator').selectOption('Inspect')
  await expect.poll(() => output.locator('.line').count()).toBe(3)
  await output.getByLabel('Filter').fill('/^(one|two)$/')
  await expect.poll(() => output.locator('.line').count()).toBe(2)

  await output.locator('.line').first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  const clipboard = () => page.evaluate(() => (globalThis as any).navigator.clipboard.readText())
  await expect.poll(async () => (await clipboard()).split('\n').sort()).toEqual(['one', 'two'])

  await output.getByLabel('Filter').fill('notes')
  await output.getByRole('link', { name: /notes.txt:2:3$/ }).click()
  await page.locator('.tab.active', { hasText: 'notes.txt' }).waitFor()
  await page.getByText('Ln 2, Col 3').waitFor()
})

test("the task 'millrace: run NAME' runs in a terminal and its error is in Problems", async () => {
  const { page } = window
  await window.quickOpen('fails.flow.ts')
  await window.runCommand('Tasks: Run Task')
  await window.choose('millrace: run fails.flow.ts')
  await page.locator('.single-terminal-tab', { hasText: 'run fails.flow.ts' }).waitFor()
  await window.runCommand('Problems: Focus on Problems View')
  await problems().filter({ hasText: 'millrace' }).filter({ hasText: '[Ln 6, Col ' }).first().waitFor()
  await page.screenshot({ path: join(pictures, 'task.png') })
})

test('a setting millrace.node that names no Node, or one that is too old, is said with the cure', async () => {
  workbench.write('old-node', '#!/bin/sh\necho v18.20.0\n')
  chmodSync(workbench.path('old-node'), 0o755)
  await window.quickOpen('greets.flow.ts')
  const cure = 'Change the setting millrace.node, or empty it to use `node` on the PATH.'

  await workbench.set({ 'millrace.node': workbench.path('no-node') })
  await window.lens('Run')
  await status('failed').waitFor()
  const said = window.output.locator('.status .sentence')
  await said.filter({ hasText: `names no Node: ${workbench.path('no-node')}. ${cure}` }).waitFor()

  await workbench.set({ 'millrace.node': workbench.path('old-node') })
  await window.lens('Run')
  await said.filter({ hasText: `names Node 18.20.0; jobs need 20.19.0 or newer. ${cure}` }).waitFor()

  await workbench.set({})
  await window.lens('Run')
  await status('finished').waitFor()
})
