import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DebugView } from './debug-view.ts'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 1, threads: 1 })
const least = env.parameter('least', 1)
env
  .fromCollection([1, 2, 3])
  .filter((n) => n >= least)
  .map((n) => {
    return \`\${process.env.UNIT} \${process.argv[2]} \${n}\`
  })
  .sink(print())
await env.execute('counts')
`
const LAUNCH = {
  version: '0.2.0',
  configurations: [
    {
      type: 'millrace',
      request: 'launch',
      name: 'Three',
      program: 'counts.flow.ts',
      set: { least: 3 },
      env: { UNIT: 'pieces' },
      args: ['of'],
    },
    { type: 'millrace', request: 'launch', name: 'Gone', program: 'gone.flow.ts' },
  ],
}

let workbench: Workbench
let window: EditorWindow
let debug: DebugView

beforeAll(async () => {
  workbench = await Workbench.start(
    { 'counts.flow.ts': JOB, '.vscode/launch.json': JSON.stringify(LAUNCH) },
    { settings: AS_TEXT },
  )
  window = workbench.window
  debug = new DebugView(window)
})

afterEach(() => debug?.stop())

afterAll(() => workbench?.stop())

test('Ctrl+F5 runs what launch.json says, in the panel', async () => {
  const { page, output } = window
  await window.openText('counts.flow.ts')
  // The extension knows of launch.json as soon as it shows its lenses.
  await page.locator('.codelens-decoration', { hasText: 'Debug' }).waitFor()
  await page.locator('.view-line', { hasText: 'process.argv' }).click()
  await page.keyboard.press('Control+F5')
  await output.locator('.status.finished').waitFor({ timeout: 60_000 })
  expect([...(await window.outputLines())].join('\n')).toMatch(/pieces of 3/)
  expect([...(await window.outputLines())].join('\n')).not.toMatch(/pieces of [12]/)
})

test('F5 debugs it, and what is debugged is in Jobs and Output as well', async () => {
  const { page } = window
  await page.locator('.view-line', { hasText: 'process.argv' }).click()
  await page.keyboard.press('F9')
  await page.locator('.margin .codicon-debug-breakpoint').first().waitFor()
  await page.keyboard.press('F5')
  await debug.stopped()
  expect(await debug.variable('n')).toMatch(/^n ?=3$/)
  await page.keyboard.press('F5')
  await debug.ended()

  await window.runCommand('Millrace: Focus on Jobs View')
  await page.locator('.pane-body .monaco-list-row', { hasText: /counts.*debugged/ }).waitFor()
  // A page that is shown again has no name of its own yet.
  const shown = async () =>
    (await Promise.all(page.frames().map((frame) => frame.locator('.line').allInnerTexts()))).flat()
  await expect.poll(async () => (await shown()).join('\n')).toMatch(/pieces of 3/)
})

test('a configuration of a job that is not there says so, and where', async () => {
  const { page } = window
  await window.runCommand('Debug: Select and Start Debugging')
  await window.choose('Gone')
  const message = page.locator('.notification-list-item-message', { hasText: 'There is no job' })
  await message.waitFor()
  expect(await message.textContent()).toContain('Look at "program" of "Gone" in launch.json.')
})
