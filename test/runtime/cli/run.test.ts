import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { groupIsAlive, isAlive, workplace } from '../supervisor/scripted.ts'
import { bin, millrace, startMillrace, untilStopping } from './millrace.ts'

let place: ReturnType<typeof workplace>
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

const run = (text: string, ...args: string[]) => {
  place.job(text)
  return millrace(['run', 'test.flow.ts', ...args], place.folder)
}

test('a finished job: exit 0, its lines on the standard output, bare, and nothing else', async () => {
  const result = await run(`
    console.log('top')
    console.error('to stderr')
    const job = start('hello')
    await job.print(line('a', 'Sink', 0, 2), line('b', 'Sink', 1, 2))
    job.table({ kind: 'table', name: 'T', columns: ['k', 'n'], rows: [['x', '1']], final: false })
    job.table({ kind: 'table', name: 'T', columns: ['k', 'n'], rows: [['x', '2']], final: true })
    job.set('finished')
  `)
  expect(result).toEqual({ code: 0, stdout: 'top\na\nb\nk  n\nx  2\n', stderr: 'to stderr\n' })
})

test('--prefix says which instance printed a line', async () => {
  const { stdout } = await run(
    `const job = start('x'); await job.print(line('a', 'Sink', 1, 2), line('b', 'One', 0, 1)); job.set('finished')`,
    '--prefix',
  )
  expect(stdout).toBe('Sink[1] a\nb\n')
})

test('a failed job: exit 1, the error with place, line, caret and record', async () => {
  const { code, stdout, stderr } = await run(`const job = start('bad')
await job.print(line('last'))
job.set('failed', { reason: 'user-code', message: 'boom', operatorName: 'Map', instance: 0, record: '42',
  position: { file: import.meta.filename, line: 2, column: 1 } })
process.exitCode = 1`)
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: 'last\n',
    stderr: "error: Map[0]: boom\n  at test.flow.ts:2:1\n  2 | const job = start('bad')\n    | ^\n  record: 42\n",
  })
})

test('a job with a mistake in its text: exit 1, with the line', async () => {
  const { code, stderr } = await run(`const a: number = ;`)
  expect(code).toBe(1)
  expect(stderr).toBe(
    'error: Unexpected ";"\n  at test.flow.ts:2:19\n  2 | const a: number = ;\n    |                   ^\n',
  )
})

test('what is set on the command line reaches the job', async () => {
  const { stdout } = await run(
    `
    const host = (globalThis as any)[Symbol.for('millrace.JobHost.v1')]
    console.log(JSON.stringify(host.overrides))
    start('x').set('finished')`,
    ...['--parallelism', '3', '--threads', '2', '--set', 'limit=10', '--set', 'text=a=b', '--job', 'x'],
  )
  expect(JSON.parse(stdout)).toEqual({
    onlyJob: 'x',
    parallelism: 3,
    threads: 2,
    parameters: { limit: '10', text: 'a=b' },
  })
})

for (const [what, args, told] of [
  ['command', ['rnu', 'test.flow.ts'], '(Did you mean run?)'],
  ['option', ['run', 'test.flow.ts', '--paralelism', '2'], '(Did you mean --parallelism?)'],
  ['file', ['run', 'tset.flow.ts'], 'Did you mean test.flow.ts?'],
  ['file without its ending', ['run', 'tst'], 'Did you mean test.flow.ts?'],
  ['format', ['graph', 'test.flow.ts', '--format', 'mermiad'], 'Did you mean mermaid?'],
] as const) {
  test(`a mistyped ${what} gets the nearest right one, and exit 2`, async () => {
    place.job(`start('x').set('finished')`)
    const { code, stdout, stderr } = await millrace(args, place.folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(told)
  })
}

test('a mistyped job name gets the nearest right one, and exit 2', async () => {
  const { code, stderr } = await run(
    `
    const { listener } = (globalThis as any)[Symbol.for('millrace.JobHost.v1')]
    listener.jobSkipped('late flights')
    listener.jobSkipped('other')`,
    ...['--job', 'late fligths'],
  )
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: the file has no job 'late fligths'\n  Did you mean 'late flights'?\n",
  })
})

test('numbers that are none are refused with exit 2', async () => {
  for (const option of [
    ['--parallelism', '0'],
    ['--threads', 'two'],
    ['--set', 'novalue'],
  ]) {
    const { code, stderr } = await millrace(['run', 'x', ...option], place.folder)
    expect(code).toBe(2)
    expect(stderr).toContain(`argument '${option[1]}' is invalid`)
  }
})

test('a closed standard output ends the job quietly with 0', async () => {
  place.job(`
    const job = start('endless')
    for (let n = 0; ; n++) { await job.print(line('line ' + n)); await sleep(0) }
  `)
  const child = spawn(process.execPath, [bin, 'run', 'test.flow.ts'], {
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

const untilUp = async (child: ReturnType<typeof spawn>) => {
  const [data] = (await once(child.stdout!, 'data')) as [Buffer]
  return Number(/up (\d+)/.exec(String(data))![1])
}

test('Ctrl+C once: drains, says so, exit 130', async () => {
  place.job(`
    const job = start('long', { drain: async () => { await job.print(line('in flight')) } })
    console.log('up ' + process.pid)
    await job.over
    console.log('after')
  `)
  const { child, finished } = startMillrace(['run', 'test.flow.ts'], place.folder)
  await untilUp(child)
  child.kill('SIGINT')
  const { code, stdout, stderr } = await finished
  expect({ code, stdout: stdout.replace(/up \d+\n/, ''), stderr }).toEqual({
    code: 130,
    stdout: 'in flight\nafter\n',
    stderr: 'stopping: draining what is in flight, Ctrl+C again to end at once\n',
  })
})

test('SIGTERM once exits with 143', async () => {
  place.job(`const job = start('long'); console.log('up ' + process.pid); await job.over`)
  const { child, finished } = startMillrace(['run', 'test.flow.ts'], place.folder)
  await untilUp(child)
  child.kill('SIGTERM')
  expect((await finished).code).toBe(143)
})

test('Ctrl+C twice ends at once, also a job that is blocked for ever', async () => {
  place.job(`start('long'); console.log('up ' + process.pid); await released(); for (;;) {}`)
  const { child, finished } = startMillrace(['run', 'test.flow.ts'], place.folder)
  const pid = await untilUp(child)
  await place.release()
  child.kill('SIGINT')
  await untilStopping(child)
  const before = performance.now()
  child.kill('SIGINT')
  expect((await finished).code).toBe(130)
  expect(performance.now() - before).toBeLessThan(2_000)
  expect(isAlive(pid)).toBe(false)
})

test('after SIGKILL of the command line neither process nor temporary folder is left', async () => {
  const temporary = join(place.folder, 'tmp')
  place.write('tmp/keep', '')
  place.job(`
    start('long')
    console.log('up ' + process.pid)
    await released()
    runForEver()
  `)
  const child = spawn(process.execPath, [bin, 'run', 'test.flow.ts'], {
    cwd: place.folder,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await untilUp(child)
  await place.release('program')
  expect(readdirSync(temporary).length).toBe(2)
  child.kill('SIGKILL')
  await expect.poll(() => [isAlive(pid), groupIsAlive(pid)]).toEqual([false, false])
  expect(readdirSync(temporary)).toEqual(['keep'])
})

test('a job in a folder of its own leaves nothing but its bundle', async () => {
  await run(`start('x').set('finished')`)
  expect(readdirSync(place.folder).sort()).toEqual(['.millrace', 'scripted.js', 'test.flow.ts'])
  expect(existsSync(join(place.folder, '.millrace'))).toBe(true)
})
