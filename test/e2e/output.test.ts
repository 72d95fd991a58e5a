import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'

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
  workbench = await Workbench.start({ 'talks.flow.ts': JOB, 'notes.txt': 'first\nsecond\n' })
  window = workbench.window
})

afterAll(() => workbench?.stop())

test('what a job prints can be filtered and copied, and leads to files', async () => {
  const { page, output } = window
  await window.openDiagram('talks.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await output.locator('.status.finished').waitFor({ timeout: 60_000 })
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
