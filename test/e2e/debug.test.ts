import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { DebugView } from './debug-view.ts'
import { EditorWindow } from './editor-window.ts'
import { processesForJobs, processesOf, standByFolder } from './processes.ts'
import { packedExtension } from './shared-vscode.ts'

const job = `import { Environment, print } from 'millrace'

const first = new Environment({ parallelism: 1, threads: 1 })
first.fromCollection(['of the first job']).sink(print())
await first.execute('first')

const second = new Environment({ parallelism: 1, threads: 1 })
second
  .fromCollection([{ airport: 'ORD', delay: 40 }])
  .map((flight) => {
    const hours = flight.delay / 60
    return \`\${flight.airport} is \${hours.toFixed(2)} hours late\`
  })
  .sink(print())
await second.execute('second')
`

/** Everything of these tests, and all temporary files: what VS Code and the job leave behind is seen here. */
let base: string
let folder: string
let vscode: Awaited<ReturnType<typeof startVSCode>>
let window: EditorWindow
const usualTemporaryFolder = process.env.TMPDIR

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  // Brackets, because the debugger is told of the bundles by a pattern.
  folder = join(base, 'jobs [1]')
  mkdirSync(folder)
  writeFileSync(join(folder, 'late.flow.ts'), job)
  writeFileSync(
    join(folder, 'broken.flow.ts'),
    "import { Environment } from 'millrace'\nconst env = new Environment(\n",
  )
  process.env.TMPDIR = join(base, 'tmp')
  mkdirSync(process.env.TMPDIR)
  vscode = await startVSCode({ vsix: packedExtension() })
  window = await EditorWindow.open(vscode.url, folder)
})

afterAll(async () => {
  try {
    await window?.close()
  } finally {
    await vscode?.stop()
  }
  if (usualTemporaryFolder === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usualTemporaryFolder
  if (base) rmSync(base, { recursive: true, force: true, maxRetries: 5 })
})

test('a breakpoint in an operator stops its worker thread and shows the record; continuing ends the job', async () => {
  const { page } = window
  await window.openText('late.flow.ts')
  await page.locator('.codelens-decoration', { hasText: 'Debug' }).nth(1).waitFor()
  expect(await page.locator('.codelens-decoration').nth(1).textContent()).toMatch(
    /Run\s*\|\s*Debug\s*\|\s*Preview\s*\|\s*Open diagram/,
  )
  await page.locator('.view-line', { hasText: 'const hours' }).click()
  await page.keyboard.press('F9')
  await page.locator('.margin .codicon-debug-breakpoint').first().waitFor()

  await page.locator('.codelens-decoration a', { hasText: 'Debug' }).nth(1).click()
  await paused()
  expect(await record()).toMatch(/^flight ?={airport: 'ORD', delay: 40}$/)
  await expect.poll(() => new DebugView(window).callStack()).toContain('Map')

  await page.keyboard.press('F5')
  await sessionEnded()
  const printed = async (what: string) =>
    (await consoleLines()).map((line) => line.trim()).filter((line) => line.includes(what))
  // VS Code draws the console later than the output comes.
  await expect.poll(() => printed('hours late')).not.toEqual([])
  await nothingIsLeft()
  // Once, though it is printed in a thread, in the job's process and in the session's: and nothing of the other job.
  expect(await printed('hours late')).toEqual(['ORD is 0.67 hours late'])
  expect(await printed('first job')).toEqual([])
})

test('a restart debugs the text as it is by then, and to stop at a breakpoint leaves nothing of the job', async () => {
  const { page } = window
  await page.locator('.codelens-decoration a', { hasText: 'Debug' }).nth(1).click()
  await paused()
  writeFileSync(join(folder, 'late.flow.ts'), job.replace('delay: 40', 'delay: 90'))
  await page.locator('.view-line', { hasText: 'delay: 90' }).waitFor()

  await page.keyboard.press('Control+Shift+F5')
  await expect.poll(() => record().catch(() => ''), { timeout: 60_000 }).toMatch(/delay: 90/)

  await page.keyboard.press('Shift+F5')
  await sessionEnded()
  await nothingIsLeft()
  expect((await consoleLines()).filter((line) => line.includes('1.50 hours late'))).toEqual([])
})

test('a job that does not build is not debugged: its error is said, with the place', async () => {
  const { page } = window
  await window.runCommand('View: Show Explorer')
  await window.openText('broken.flow.ts')
  await window.runCommand('Millrace: Debug Job')
  const message = page.locator('.notification-list-item-message')
  await message.filter({ hasText: 'Unexpected end of file' }).waitFor()
  expect(await message.textContent()).toContain(`at ${join(folder, 'broken.flow.ts')}:3:1`)
  expect(await page.locator('.debug-toolbar').isVisible()).toBe(false)
})

test('without a folder a job is not debugged, and what helps is said', async () => {
  const { page } = window
  const file = `vscode-remote://${new URL(vscode.url).host}${encodeURI(join(folder, 'late.flow.ts'))}`
  await page.goto(`${vscode.url}/?ew=true&payload=${encodeURIComponent(JSON.stringify([['openFile', file]]))}`)
  await page.locator('.tab.active', { hasText: 'late.flow.ts' }).waitFor()
  // The title bar has it as soon as the new window knows the extension.
  await page.locator('.editor-actions .action-label[aria-label^="Debug Job"]').click({ timeout: 60_000 })
  await page.locator('.notification-list-item-message', { hasText: 'open the folder of late.flow.ts' }).waitFor()
})

const pausedRow = () => window.page.locator('.debug-call-stack .monaco-list-row', { hasText: /paused/i }).first()

/** Waits until a thread stands still, and that it is a worker's. */
async function paused(): Promise<void> {
  await pausedRow().waitFor({ timeout: 60_000 })
  expect(await pausedRow().textContent()).toMatch(/\[worker \d+\].*Paused on breakpoint/)
}

/** The record that the operator was called with, as Variables shows it. */
async function record(): Promise<string | null> {
  const rows = window.page.locator('.debug-variables .monaco-list-row')
  const flight = rows.filter({ hasText: /^flight/ })
  const local = rows.filter({ hasText: /^Local/ }).first()
  await local.waitFor()
  if ((await local.getAttribute('aria-expanded')) === 'false') await local.click()
  await flight.waitFor()
  return flight.textContent()
}

async function sessionEnded(): Promise<void> {
  await window.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 })
}

/** The rows of the Debug Console. Equal lines in sequence are one row, with their number before it. */
function consoleLines(): Promise<string[]> {
  return window.page.locator('.repl .monaco-list-row').allInnerTexts()
}

/** Neither a process, nor a private folder, nor a note that a job runs; but for the one that waits for the next job. */
async function nothingIsLeft(): Promise<void> {
  const left = () => {
    const forJobs = processesForJobs(base)
    const waiting = forJobs.map(standByFolder)
    return [
      ...forJobs.filter((_, index) => waiting[index] === undefined),
      ...processesOf('debug-host.', base),
      ...readdirSync(join(base, 'tmp'))
        .filter((name) => /^millrace-(?!vscode-)/.test(name))
        .filter((name) => !waiting.includes(join(base, 'tmp', name))),
      ...readdirSync(join(folder, '.millrace/running')),
    ]
  }
  await expect.poll(left).toEqual([])
}
