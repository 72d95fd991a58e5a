import { type ChildProcess, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { groupIsAlive, isAlive, workplace } from '../supervisor/scripted.ts'
import { millrace, startMillrace } from './millrace.ts'

let place: ReturnType<typeof workplace>
const children: ChildProcess[] = []
beforeEach(() => {
  place = workplace()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  place.remove()
})

/** Starts a job that prints `up PID` once it is where the test wants it. */
async function start(name: string): Promise<ReturnType<typeof startMillrace> & { pid: number }> {
  const started = startMillrace(['run', name], place.folder)
  children.push(started.child)
  let stdout = ''
  const up = new Promise<number>((resolve) => {
    started.child.stdout!.on('data', (data) => {
      stdout += data
      const pid = /^up (\d+)$/m.exec(stdout)?.[1]
      if (pid !== undefined) resolve(Number(pid))
    })
  })
  const pid = await Promise.race([
    up,
    started.finished.then(({ stderr }) => Promise.reject(new Error(`the job has ended: ${stderr}`))),
  ])
  return { ...started, pid }
}

describe('a job whose timers set timers at the end of its input', () => {
  const jobs = {
    'with records': `process({
  onRecord: (_record, { timers }) => timers.registerEventTime(1),
  onTimer(time, { timers }, out: Collector<number>) {
    out.collect(time)
    if (time === 10_000) console.log('up ' + process.pid)
    timers.registerEventTime(time + 1)
  },
}).shuffle()`,
    'without records': `process({
  onRecord: (_record, { timers }) => timers.registerEventTime(1),
  onTimer(time, { timers }, _out: Collector<number>) {
    if (time === 10_000) console.log('up ' + process.pid)
    timers.registerEventTime(time + 1)
  },
})`,
    'of a trigger': `window(global()).trigger({
  onRecord(_record, _time, context) { context.registerEventTime(1); return 'continue' },
  onEventTime(time, context) {
    if (time === 10_000) console.log('up ' + process.pid)
    context.registerEventTime(time + 1)
    return 'continue'
  },
}).count()`,
  }
  test.each(Object.entries(jobs))('goes on, and ends at the first Ctrl+C: %s', async (_what, dataflow) => {
    place.write(
      'ticks.flow.ts',
      `import { type Collector, Environment, global } from 'millrace'
const env = new Environment({ parallelism: 1, threads: 2 })
env.fromCollection([{ key: 'a', at: 0 }]).assignTimestamps((record) => record.at).keyBy('key').${dataflow}.sink()
await env.execute('ticks')
`,
    )
    const { child, finished, pid } = await start('ticks.flow.ts')
    child.kill('SIGINT')
    expect((await finished).code).toBe(130)
    expect(isAlive(pid)).toBe(false)
  })

  test('ends at the first SIGTERM, when its source never ends', async () => {
    place.write(
      'ticks.flow.ts',
      `import { type Collector, Environment, generate } from 'millrace'
const env = new Environment({ parallelism: 1, threads: 1 })
env.source(generate((i) => i, { ratePerSecond: 1_000 })).assignTimestamps((i) => i).keyBy((i) => i % 2).process({
  onRecord(i, { timers }) { if (i < 2) timers.registerEventTime(i) },
  onTimer(time, { timers }, _out: Collector<number>) {
    if (time === 100) console.log('up ' + process.pid)
    timers.registerEventTime(time + 2)
  },
}).sink()
await env.execute('ticks')
`,
    )
    const { child, finished } = await start('ticks.flow.ts')
    child.kill('SIGTERM')
    expect((await finished).code).toBe(143)
  })
})

describe.skipIf(process.platform === 'win32')('a job that keeps its state on disk', () => {
  const keys = 5_000
  beforeEach(() => {
    place.write(
      'counts.flow.ts',
      `import { disk, Environment, generate, print } from 'millrace'
const env = new Environment({ parallelism: 2, threads: 2, state: disk({ cacheEntries: 500 }) })
const count = env.parameter('count', 0)
env.source(generate((i) => i, count > 0 ? { count } : {})).keyBy((i) => i % ${keys}).process({
  open: ({ state }) => ({ n: state('n', { default: 0 }) }),
  onRecord(i, { state }, out: { collect(n: number): void }) {
    state.n.update(state.n.value() + 1)
    if (count === 0 ? i === 100_000 : i >= count - ${keys}) out.collect(state.n.value())
  },
}).map((n) => count === 0 ? 'up ' + process.pid : String(n)).sink(print())
await env.execute('counts')
`,
    )
  })

  const stateFiles = () => readdirSync(join(place.folder, '.millrace', 'state'))
  /** Runs it for each key twice. */
  const countAnew = async () => {
    const { code, stdout } = await millrace(['run', 'counts.flow.ts', '--set', `count=${2 * keys}`], place.folder)
    expect([code, new Set(stdout.trim().split('\n'))]).toEqual([0, new Set(['2'])])
    expect(stateFiles()).toEqual([])
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing of it after %s, and counts anew', async (signal, code) => {
    const { child, finished } = await start('counts.flow.ts')
    child.kill(signal)
    expect((await finished).code).toBe(code)
    expect(stateFiles()).toEqual([])
    await countAnew()
  })

  test('leaves nothing of it when it is ended in the midst by Ctrl+C twice', async () => {
    const { child, finished, pid } = await start('counts.flow.ts')
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect((await finished).code).toBe(130)
    expect([isAlive(pid), stateFiles()]).toEqual([false, []])
    await countAnew()
  })

  test('leaves nothing of it when its process, or the command line, is killed', async () => {
    const first = await start('counts.flow.ts')
    process.kill(first.pid, 'SIGKILL')
    expect((await first.finished).code).toBe(1)
    expect(stateFiles()).toEqual([])
    const second = await start('counts.flow.ts')
    second.child.kill('SIGKILL')
    await vi.waitFor(() => expect([isAlive(second.pid), groupIsAlive(second.pid)]).toEqual([false, false]), {
      timeout: 20_000,
    })
    expect(stateFiles()).toEqual([])
    await countAnew()
  }, 60_000)

  test('removes what a process has left that was killed while it made its file', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    const left = join(place.folder, '.millrace', 'state', `${dead}-left`)
    mkdirSync(left, { recursive: true })
    place.write(join('.millrace', 'state', `${dead}-left`, 'data.mdb'), 'old')
    await countAnew()
    expect(existsSync(left)).toBe(false)
  })
})
