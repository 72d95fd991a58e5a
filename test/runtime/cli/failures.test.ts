import { type ChildProcess, execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { workplace } from '../supervisor/scripted.ts'
import { type Finished, startMillrace, untilStopping } from './millrace.ts'

let place: ReturnType<typeof workplace>
const children: ChildProcess[] = []
beforeEach(() => {
  place = workplace()
  place.write('tmp/keep', '')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  // Neither socket nor private folder, on any path.
  expect(readdirSync(join(place.folder, 'tmp'))).toEqual(['keep'])
  place.remove()
})

/** Runs a job of 100,000 numbers, of which one is special. */
function start(dataflow: string, env: NodeJS.ProcessEnv = {}) {
  place.write(
    'bad.flow.ts',
    `import { Environment, generate, print } from 'millrace'
const env = new Environment({ parallelism: 2 })
const numbers = env.source(generate((i) => i, { count: 100_000 }))
${dataflow}
const job = await env.execute('bad')
console.log('runs')
await job.waitFinish()
`,
  )
  const temporary = join(place.folder, 'tmp')
  const started = startMillrace(['run', 'bad.flow.ts'], place.folder, { TMPDIR: temporary, TEMP: temporary, ...env })
  children.push(started.child)
  return started
}

const failures: Record<string, [dataflow: string, told: RegExp, env?: NodeJS.ProcessEnv]> = {
  'throws in a map': [
    `numbers.map((n) => { if (n === 5_000) throw new TypeError('boom'); return n }).sink(() => {})`,
    /^error: Map\[\d\]: .*boom\n {2}at bad\.flow\.ts:4:45\n {2}4 \| .*\n {4}\| {45}\^\n {2}record: 5000\n/,
  ],
  'throws in a key selector': [
    `numbers.keyBy((n) => { if (n === 5_000) throw new Error('boom'); return n }).reduce((a) => a).sink(() => {})`,
    /^error: KeyBy\[\d\]: .*boom\n {2}at bad\.flow\.ts:4:47\n[\s\S]*record: 5000\n/,
  ],
  'returns no channel from a partition function': [`numbers.partition(() => 99).sink(() => {})`, /99/],
  'rejects late': [
    `numbers.map((n) => { if (n === 5_000) void Promise.reject(new Error('late')); return n }).sink(() => {})`,
    /late\n {2}at bad\.flow\.ts:4:59\n/,
  ],
  'calls process.exit in an operator': [
    `numbers.map((n) => { if (n === 5_000) process.exit(0); return n }).sink(() => {})`,
    /process\.exit\(0\)\n {2}at bad\.flow\.ts:4:/,
  ],
  'returns no iterable from flatMap': [
    `numbers.flatMap((n) => (n === 5_000 ? (7 as never) : [n])).sink(() => {})`,
    /^error: FlatMap\[\d\]: .*iterable/,
  ],
  'emits a function to another thread': [
    `numbers.map((n) => (n === 5_000 ? () => n : n)).shuffle().sink(() => {})`,
    /^error: Map\[\d\]: .*function/,
  ],
  'fills the memory with a Map': [
    `const all = new Map(); numbers.map((n) => { for (let i = 0; n === 5_000; i++) all.set(i, i); return n }).sink(() => {})`,
    /^error: .*out of memory/,
    { NODE_OPTIONS: '--max-old-space-size=200' },
  ],
  'fills the memory with an array': [
    `const all: unknown[] = []; numbers.map((n) => { for (; n === 5_000; ) all.push(new Array(1e5).fill(n)); return n }).sink(() => {})`,
    /^error: .*out of memory/,
    { NODE_OPTIONS: '--max-old-space-size=200' },
  ],
}
for (const [what, [dataflow, told, env]] of Object.entries(failures)) {
  test(`a job that ${what} fails with its place, and leaves nothing`, async () => {
    const { code, stderr } = await start(dataflow, env).finished
    expect(stderr).toMatch(told)
    expect(stderr.match(/^error:/gm)).toHaveLength(1)
    expect(code).toBe(1)
  })
}

async function interruptTwice({ child, finished }: ReturnType<typeof start>): Promise<Finished & { ms: number }> {
  const output: string[] = []
  child.stdout?.on('data', (data) => output.push(String(data)))
  await expect.poll(() => output.join('')).toContain('runs\n')
  await new Promise((resolve) => setTimeout(resolve, 300))
  child.kill('SIGINT')
  await untilStopping(child)
  const before = performance.now()
  child.kill('SIGINT')
  return { ...(await finished), ms: performance.now() - before }
}

const blocked: Record<string, string> = {
  'for (;;)': `numbers.map((n) => { for (; n === 5_000; ) {} return n }).sink(() => {})`,
  execSync: `import { type ChildProcess, execFileSync } from 'node:child_process'
numbers.map((n) => { if (n === 5_000) execFileSync(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); return n }).sink(() => {})`,
}
if (process.platform !== 'win32') {
  blocked['reading a FIFO'] = `import { readFileSync } from 'node:fs'
numbers.map((n) => { if (n === 5_000) readFileSync('fifo'); return n }).sink(() => {})`
}
for (const [what, dataflow] of Object.entries(blocked)) {
  test(`Ctrl+C twice ends a job that is blocked for ever in ${what}, within 2 s`, async () => {
    if (what === 'reading a FIFO') execFileSync('mkfifo', [join(place.folder, 'fifo')])
    const { code, ms } = await interruptTwice(start(dataflow))
    expect(code).toBe(130)
    expect(ms).toBeLessThan(2_000)
  })
}
