import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DebugView } from './debug-view.ts'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2, threads: 2 })
env
  .fromCollection([{ airport: 'ORD', delay: { minutes: 40 } }, { airport: 'SFO', delay: undefined }])
  .map((flight) => {
    const { minutes } = flight.delay!
    return \`\${flight.airport} is \${minutes} minutes late\`
  })
  .name('Late')
  .sink(print())
await env.execute('late')
`

let workbench: Workbench
let window: EditorWindow
let debug: DebugView

beforeAll(async () => {
  workbench = await Workbench.start({ 'fails.flow.ts': JOB }, { settings: AS_TEXT })
  window = workbench.window
  debug = new DebugView(window)
})

afterEach(() => debug?.stop())

afterAll(() => workbench?.stop())

test('"Debug this record" stops on the first line of the function, with the record in Variables', async () => {
  const { page } = window
  await window.openText('fails.flow.ts')
  await window.runCommand('Millrace: Open Diagram')
  await window.diagram.locator('.react-flow__node').first().waitFor()
  await window.runCommand('Millrace: Run Job')
  await window.diagram.getByRole('button', { name: 'Debug this record' }).click({ timeout: 60_000 })
  await debug.stopped()
  expect(await debug.variable('flight')).toMatch(/airport: 'SFO'/)
  await expect.poll(() => debug.line()).toContain('const{minutes}=flight.delay!')

  await page.keyboard.press('F5')
  await debug.ended()
})
