// What somebody waits for who runs a job in VS Code, and what a running job takes of the editor.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startVSCode } from '../../../scripts/vscode/server.mjs'
import { EditorWindow } from '../../e2e/editor-window.ts'

const small = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 1 })
env.fromCollection(['a', 'b', 'c']).map((word) => word.toUpperCase()).sink(print())

await env.execute('small')
`

/** More than 5 million records a second on two cores, for as long as it is let. */
const busy = `import { Environment, generate } from 'millrace'

const env = new Environment({ parallelism: 2, threads: 2 })
env.source(generate((n) => n)).map((n) => n + 1).filter((n) => n % 2 === 0).inspect(() => {})

await env.execute('busy')
`

const loud = `import { Environment, generate } from 'millrace'

const env = new Environment({ parallelism: 1, threads: 1 })
env.source(generate((n) => n, { count: 10_000_000 })).inspect((n) => console.log('line ' + n))

await env.execute('loud')
`

const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
for (const [name, text] of Object.entries({ small, busy, loud })) writeFileSync(join(folder, `${name}.flow.ts`), text)
writeFileSync(join(folder, 'notes.ts'), '// notes\n')
const vscode = await startVSCode({ vsix: process.env.MILLRACE_VSIX! })
try {
  const window = await EditorWindow.open(vscode.url, folder)
  try {
    const runs = await firstLines(window)
    const host = await hostShare(window)
    const echo = await typing(window)
    console.log(JSON.stringify({ cold: runs[0], warm: runs.slice(2).sort((a, b) => a - b)[1], ...host, ...echo }))
  } finally {
    await window.close()
  }
} finally {
  await vscode.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Milliseconds from the click on Run to the first line in Output, run by run. */
async function firstLines(window: EditorWindow): Promise<number[]> {
  await window.openText('small.flow.ts')
  const run = window.page.locator('.codelens-decoration a', { hasText: 'Run' }).first()
  await run.waitFor()
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    await run.click()
    await shown(window)
    times.push(performance.now() - start)
    await window.output.locator('.status.finished').waitFor({ timeout: 30_000 })
    await window.runCommand('Millrace: Clear Output')
    await window.output.locator('.line').first().waitFor({ state: 'hidden' })
  }
  return times
}

/** Until the first line is there. Whoever waits with the driver of the browser looks only twice a second after a while. */
async function shown(window: EditorWindow): Promise<void> {
  const line = window.output.locator('.line', { hasText: 'A' })
  for (const end = Date.now() + 30_000; (await line.count()) === 0; ) {
    if (Date.now() > end) throw new Error('the job has printed nothing for 30 s')
    await sleep(10)
  }
}

/** What share of one core the extension host takes while a job runs, and how many records the job reads a second. */
async function hostShare(window: EditorWindow): Promise<{ share: number; perSecond: number }> {
  await window.openText('busy.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await window.output.locator('.status.running').waitFor({ timeout: 30_000 })
  await sleep(3_000)
  const host = extensionHost()
  const before = cpuSeconds(host)
  await sleep(10_000)
  const share = (cpuSeconds(host) - before) / 10
  const row = await window.jobs.filter({ hasText: 'busy' }).first().textContent()
  await window.runCommand('Millrace: Cancel Job')
  await window.output.locator('.status.cancelled').waitFor({ timeout: 30_000 })
  const [, seconds, records] = /(\d+(?:\.\d+)?) s · ([\d,]+) records/.exec(row ?? '') ?? []
  if (records === undefined) throw new Error(`Jobs does not say how many records were read: ${row}`)
  return { share, perSecond: Number(records?.replaceAll(',', '')) / Number(seconds) }
}

function extensionHost(): number {
  const found = readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false
    try {
      return readFileSync(join('/proc', id, 'cmdline'), 'utf8').includes('--type=extensionHost')
    } catch {
      return false
    }
  })
  if (found.length !== 1) throw new Error(`there are ${found.length} extension hosts on this machine`)
  return Number(found[0])
}

/** Processor time that a process has used. */
function cpuSeconds(processId: number): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Milliseconds from a key to its character on the screen, while a job prints ten million lines. */
async function typing(window: EditorWindow): Promise<{ echo: number; echoP90: number }> {
  const { page } = window
  await window.openText('loud.flow.ts')
  await window.runCommand('Millrace: Run Job')
  await window.output.locator('.status.running').waitFor({ timeout: 30_000 })
  await window.openText('notes.ts')
  await page.locator('.editor-instance .view-line').first().click()
  await page.keyboard.press('End')
  await page.evaluate(watchEcho)
  for (let key = 0; key < 40; key++) {
    await page.keyboard.press('x')
    await sleep(150)
  }
  const times: number[] = await page.evaluate(() => (globalThis as any).echoes)
  await window.runCommand('Millrace: Cancel Job')
  await window.output.locator('.status.cancelled').waitFor({ timeout: 60_000 })
  times.sort((a, b) => a - b)
  if (times.length < 30) throw new Error(`only ${times.length} of 40 keys were seen`)
  return { echo: times[times.length >> 1], echoP90: times[Math.floor(times.length * 0.9)] }
}

/** In the page: from the key's event to the frame after the text has changed. */
function watchEcho(): void {
  const page = globalThis as any
  page.echoes = []
  let pressed: number | undefined
  page.document.addEventListener(
    'keydown',
    () => {
      pressed = performance.now()
    },
    true,
  )
  new page.MutationObserver(() => {
    const at = pressed
    if (at === undefined) return
    pressed = undefined
    page.requestAnimationFrame(() => setTimeout(() => page.echoes.push(performance.now() - at)))
  }).observe(page.document.querySelector('.editor-instance .view-lines'), {
    childList: true,
    subtree: true,
    characterData: true,
  })
}
