import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A source that waits for ever: draining the job would not end it. */
const endless = `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 2, threads: 2 })
env.fromCollection([1, 2]).asyncMap(async (n) => { console.log('waits'); await new Promise(() => {}); return n }).sink(print())
const keepAlive = setInterval(() => {}, 1000)
await env.execute('endless')
clearInterval(keepAlive)
`

let base: string
let host: string

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'millrace-debug-'))
  host = join(base, 'debug-host.cjs')
  const entry = join(root, 'extension/src/debug/debug-host.ts')
  await build({ entryPoints: [entry], outfile: host, bundle: true, platform: 'node', format: 'cjs', target: 'node20' })
  mkdirSync(join(base, 'tmp'))
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

function start(name: string, text: string, overrides = {}): ChildProcessWithoutNullStreams {
  const jobFile = join(base, `${name}.flow.ts`)
  writeFileSync(jobFile, text)
  const sessionFolder = join(base, 'session')
  mkdirSync(sessionFolder, { recursive: true })
  const request = { file: jobFile, options: overrides }
  const settings = { supervisor: join(root, 'runtime/dist/supervisor/index.js'), request, sessionFolder }
  const env = { ...process.env, TMPDIR: join(base, 'tmp'), MILLRACE_DEBUG: JSON.stringify(settings) }
  return spawn(process.execPath, [host], { env })
}

/** What a host says until it ends, and how it ends. */
async function whole(child: ChildProcessWithoutNullStreams) {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  const [code, signal] = await once(child, 'close')
  return { ...said, code, signal }
}

const leftBehind = () => [...readdirSync(join(base, 'tmp')), ...readdirSync(join(base, '.millrace/running'))]

test('the host prints what the job prints, with the instance where there are several, and not how it was told', async () => {
  const text = `import { Environment, print } from 'millrace'
console.log(process.env.MILLRACE_DEBUG)
const env = new Environment({ parallelism: 2 })
env.fromCollection(['a', 'b']).map((word) => { console.error(word); return word }).sink(print())
await env.execute('words')`
  const { stdout, stderr, code } = await whole(start('words', text, { threads: 1 }))
  expect(stdout.split('\n').sort()).toEqual(['', 'Print[0] a', 'Print[1] b', 'undefined'])
  expect(stderr.split('\n').sort()).toEqual(['', 'Map[0] a', 'Map[1] b'])
  expect(code).toBe(0)
  expect(leftBehind()).toEqual([])
})

test('when_jobFails_then_hostSaysWhereAndEndsWith1', async () => {
  const text = `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 1 })
env.fromCollection([1]).map((n) => { throw new Error('no ' + n) }).sink(print())
await env.execute('fails')`
  const { stderr, code } = await whole(start('fails', text))
  expect(stderr).toMatch(/^Map\[0\]: .*no 1\n {2}at .*fails\.flow\.ts:3:\d+\n {2}record: 1\n/)
  expect(code).toBe(1)
})

test('when_jobDoesNotBuild_then_hostSaysWhereAndEndsWith1', async () => {
  const { stderr, code } = await whole(start('broken', 'const = 1\n'))
  expect(stderr).toMatch(/^Expected identifier.*\n {2}at .*broken\.flow\.ts:1:7\n$/)
  expect(code).toBe(1)
})

test.each(['a polite signal', 'the end of its input'])(
  '%s ends a job that would not drain, and nothing is left',
  async (how) => {
    const child = start('endless', endless)
    const ended = whole(child)
    await new Promise<void>((resolve) => child.stdout.on('data', (text) => String(text).includes('waits') && resolve()))
    expect(leftBehind()).toHaveLength(2)
    if (how === 'a polite signal') child.kill('SIGTERM')
    else child.stdin.end()
    const { code, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(leftBehind()).toEqual([])
  },
)
