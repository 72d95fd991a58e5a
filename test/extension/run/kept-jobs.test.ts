import { spawn } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  findRuns,
  findRuntime,
  followRuns,
  RunNotes,
  Runs,
  superviseApart,
  superviseHere,
} from '../../../extension/src/run/index.ts'
import { endless, isAlive, JobFolder, linesOf, root, until } from './start.ts'

let folder: JobFolder
let keeper: string
let notes: RunNotes

beforeAll(async () => {
  folder = new JobFolder()
  keeper = join(folder.path, 'job-keeper.cjs')
  notes = new RunNotes(join(folder.path, 'notes'))
  const entry = join(root, 'extension/src/run/job-keeper.ts')
  await build({
    entryPoints: [entry],
    outfile: keeper,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  })
})
afterAll(() => {
  // What outlives the editor would outlive a test that fails.
  for (const { processId } of notes.read()) if (isAlive(processId)) process.kill(processId, 'SIGKILL')
  folder.remove()
})

const runtimeOf = (file: string) => findRuntime(file, join(root, 'dist/extension.cjs'))

/** What the editor finds when it is started again. */
async function found() {
  const runs = new Runs()
  await findRuns(runs, notes, runtimeOf)
  return runs
}

test('a job that is to stay outlives the editor, is found again, and can be stopped', async () => {
  const settings = folder.job('stays', endless)
  const before = new Runs()
  const run = before.start(settings.request, superviseApart(settings, notes, keeper), { lifetime: 'own' })
  await until(run, 'tick 5')
  await before.dispose()
  expect(isAlive(run.processId!)).toBe(true)

  const runs = await found()
  const [again] = runs.all
  expect(again.request).toEqual(settings.request)
  expect(again.processId).toBe(run.processId)
  await until(again, 'tick 20')
  again.stop()
  await Promise.all([runs.ended(again), before.ended(run)])
  expect([again.state, run.state]).toEqual(['stopped', 'finished'])
  await expect.poll(() => isAlive(run.processId!)).toBe(false)
  expect((await found()).all).toEqual([])
  await expect.poll(() => folder.left()).toEqual([])
})

test('a window shows what another one starts while both are open; each shows it once', async () => {
  const settings = folder.job('seen', endless)
  const [first, second] = [new Runs(), new Runs()]
  const endings = [first, second].map((runs) => followRuns(runs, notes, runtimeOf))
  const run = first.start(settings.request, superviseApart(settings, notes, keeper), { lifetime: 'own' })
  await expect.poll(() => second.all.length, { timeout: 20_000 }).toBe(1)
  const [seen] = second.all
  await until(seen, 'tick')
  seen.stop()
  await Promise.all([second.ended(seen), first.ended(run)])
  for (const end of endings) end()
  expect(first.all).toEqual([run])
  expect(second.all).toEqual([seen])
})

test('when_mainThreadOfJobThatStaysIsBlocked_then_cancelEndsIt', async () => {
  // Not before its lines have left it, which who reads them says.
  const blocked = `import { existsSync, writeFileSync } from 'node:fs'
${endless}while (!existsSync(import.meta.dirname + '/go')) await new Promise((resolve) => setTimeout(resolve, 10))
writeFileSync(import.meta.dirname + '/gone', '')
for (;;) {}
`
  const settings = folder.job('blocked', blocked)
  const runs = new Runs()
  const run = runs.start(settings.request, superviseApart(settings, notes, keeper), { lifetime: 'own' })
  await until(run, 'tick 3')
  writeFileSync(join(folder.path, 'go'), '')
  await expect.poll(() => existsSync(join(folder.path, 'gone'))).toBe(true)
  run.cancel()
  await runs.ended(run)
  expect(run.state).toBe('cancelled')
  await expect.poll(() => isAlive(run.processId!)).toBe(false)
  await expect.poll(() => folder.left()).toEqual([])
  notes.remove(run.processId!)
})

test('how a job ended while the editor was closed is told once', async () => {
  const text = endless
    .replace('for (let n = 0; ; n++)', 'for (let n = 0; n < 100; n++)')
    .replace("'tick ' + n", "{ if (n === 99) throw new Error('boom'); return 'tick ' + n }")
  const settings = folder.job('fails-alone', text)
  // An editor that is killed: it says nothing to anybody.
  const script = join(folder.path, 'editor.mjs')
  writeFileSync(
    script,
    `import { fork } from 'node:child_process'
const child = fork(${JSON.stringify(keeper)}, [], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
const { build } = await import(${JSON.stringify(join(root, 'runtime/dist/supervisor/index.js'))})
const request = ${JSON.stringify(settings.request)}
const bundle = await build(request.file)
child.send({ supervisor: ${JSON.stringify(join(root, 'runtime/dist/supervisor/index.js'))}, noteFolder: ${JSON.stringify(notes.folder)}, request, bundle })
child.once('message', () => process.kill(process.pid, 'SIGKILL'))
`,
  )
  await new Promise((resolve) => spawn(process.execPath, [script]).once('exit', resolve))
  await expect.poll(() => notes.read().some(({ report }) => report !== undefined), { timeout: 15_000 }).toBe(true)
  const runs = await found()
  const [run] = runs.all
  await runs.ended(run)
  expect(run.state).toBe('failed')
  expect(run.error?.message).toContain('boom')
  expect((await found()).all).toEqual([])
})

test('a second window of the folder shows what runs in the first, and that it ended', async () => {
  const settings = folder.job('shared', endless)
  const first = new Runs()
  const run = first.start(settings.request, superviseHere(settings))
  await until(run, 'tick 5')
  notes.write({
    ...run.address!,
    request: run.request,
    startedAt: run.startedAt,
    lifetime: 'editor',
    processId: run.processId!,
  })
  const second = await found()
  const [seen] = second.all
  await until(seen, 'tick 20')
  await second.dispose()
  expect(run.state).toBe('running')
  await first.dispose()
  await second.ended(seen)
  expect(seen.hasEnded).toBe(true)
  // Of a process that has gone without its note.
  expect((await found()).all).toEqual([])
  expect(readdirSync(notes.folder)).toEqual([])
  expect(linesOf(seen).length).toBeGreaterThan(0)
})
