import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DebugView } from './debug-view.ts'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'
import { inHours } from './units.ts'

const env = new Environment({ parallelism: 2, threads: 2 })
env
  .fromCollection(Array.from({ length: 3 }, (_, delay) => ({ delay })))
  .map((flight) => flight.delay * 60).name('Seconds')
  .map(inHours).name('Hours')
  .sink(print())
await env.execute('late')
`
const ONE_THREAD = `import { Environment, print } from 'millrace'
import { inHours } from './units.ts'

const env = new Environment({ parallelism: 1, threads: 1 })
env.fromCollection([60, 120, 180]).map(inHours).name('Hours').sink(print())
await env.execute('slow')
`
const FAILS = `import { Environment, print } from 'millrace'

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
const UNITS = `export function inHours(seconds: number): string {
  const hours = seconds / 3600
  return \`\${hours.toFixed(2)} hours\`
}
`

let workbench: Workbench
let window: EditorWindow
let debug: DebugView

beforeAll(async () => {
  workbench = await Workbench.start(
    { 'late.flow.ts': JOB, 'slow.flow.ts': ONE_THREAD, 'fails.flow.ts': FAILS, 'units.ts': UNITS },
    { settings: AS_TEXT },
  )
  window = workbench.window
  debug = new DebugView(window)
})

afterEach(() => debug?.stop())

afterAll(() => workbench?.stop())

/** Opens a job as text, and its diagram beside it. */
async function openTextAndDiagram(name: string): Promise<void> {
  await window.runCommand('View: Show Explorer')
  await window.openText(name)
  await window.runCommand('Millrace: Open Diagram')
}

/** Sets a breakpoint on a box, or takes it away. */
async function toggleBreakpoint(box: Locator, state: 'visible' | 'hidden'): Promise<void> {
  await box.click()
  await window.page.keyboard.press('F9')
  await box.getByRole('img', { name: 'Breakpoint', exact: true }).waitFor({ state })
}

test('conditional breakpoints and logpoints are met in worker threads, and nothing times out while one is stopped', async () => {
  const { page } = window
  await window.quickOpen('units.ts')
  await page.locator('.view-line', { hasText: 'const hours' }).click()
  await debug.breakpoint('Debug: Add Conditional Breakpoint...', 'seconds === 120')
  await page.locator('.view-line', { hasText: 'return' }).click()
  await debug.breakpoint('Debug: Add Logpoint...', 'took {seconds} s')

  await window.quickOpen('late.flow.ts')
  await window.runCommand('Millrace: Debug Job')
  await debug.stopped()
  expect(await debug.variable('seconds')).toMatch(/^seconds ?=120$/)
  // Longer than anything that waits for a process: the supervisor, a connection, a question of a view.
  await page.waitForTimeout(32_000)
  await page.keyboard.press('F5')
  await debug.ended()
  await expect.poll(async () => (await debug.console()).join('\n')).toMatch(/took 120 s/)
  await expect.poll(async () => (await debug.console()).join('\n')).toMatch(/0.03 hours/)

  await window.quickOpen('units.ts')
  for (const text of ['const hours', 'return']) {
    await page.locator('.view-line', { hasText: text }).click()
    await page.keyboard.press('F9')
  }
  await page.locator('.margin .codicon-debug-breakpoint').first().waitFor({ state: 'hidden' })
})

test('a breakpoint set on a box stops in its function, and the box shows both', async () => {
  await openTextAndDiagram('late.flow.ts')
  const box = window.box('Seconds')
  await toggleBreakpoint(box, 'visible')

  await window.runCommand('Millrace: Debug Job')
  await debug.stopped()
  await expect.poll(() => debug.line()).toContain('flight.delay*60')
  await expect.poll(() => debug.callStack()).toContainEqual(expect.stringMatching(/^Seconds\[[01]\] of 2$/))
  await box.getByRole('img', { name: 'A thread is stopped here' }).waitFor()

  // Who stops debugging has ended the job: it has not failed.
  await debug.stop()
  await window.diagram.getByText(/^Cancelled/).waitFor()
  await box.getByRole('img', { name: 'Breakpoint', exact: true }).waitFor()
  await toggleBreakpoint(box, 'hidden')
})

test('a breakpoint on a box whose function is in another file is set there, and stops', async () => {
  const { page } = window
  const box = window.box('Hours')
  await toggleBreakpoint(box, 'visible')

  await window.runCommand('Millrace: Debug Job')
  await debug.stopped()
  await page.locator('.tab.active', { hasText: 'units.ts' }).waitFor()
  await expect.poll(() => debug.line()).toContain('consthours=seconds/3600')
  await expect.poll(() => debug.callStack()).toContainEqual(expect.stringMatching(/^Hours\[[01]\] of 2$/))
  await box.getByRole('img', { name: 'A thread is stopped here' }).waitFor()
  await debug.stop()
  await toggleBreakpoint(box, 'hidden')
})

test('a stop does not hide the diagram that has the keyboard, and opens no group of its own', async () => {
  const { page } = window
  await window.closeAll()
  await openTextAndDiagram('slow.flow.ts')
  const box = window.box('Hours')
  await toggleBreakpoint(box, 'visible')

  await window.runCommand('Millrace: Debug Job')
  await debug.stopped()
  for (const seconds of [60, 120, 180]) {
    await expect.poll(() => debug.variable('seconds')).toMatch(new RegExp(`^seconds ?=${seconds}$`))
    await expect.poll(() => debug.line()).toContain('consthours=seconds/3600')
    await box.getByRole('img', { name: 'A thread is stopped here' }).waitFor()
    expect(await page.locator('.tab').count()).toBe(3)
    expect(await page.locator('.editor-group-container').count()).toBe(2)
    await box.click()
    await page.keyboard.press('F5')
  }
  await debug.ended()
})

test('"Debug this record" stops on the first line of the function, with the record in Variables', async () => {
  const { page } = window
  await window.closeAll()
  await openTextAndDiagram('fails.flow.ts')
  await window.diagram.locator('.react-flow__node').first().waitFor()
  await window.runCommand('Millrace: Run Job')
  await window.diagram.getByRole('button', { name: 'Debug this record' }).click({ timeout: 60_000 })
  await debug.stopped()
  expect(await debug.variable('flight')).toMatch(/airport: 'SFO'/)
  await expect.poll(() => debug.line()).toContain('const{minutes}=flight.delay!')

  await page.keyboard.press('F5')
  await debug.ended()
})
