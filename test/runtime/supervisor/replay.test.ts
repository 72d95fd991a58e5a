import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist, workplace } from './scripted.ts'

let supervisor: typeof Supervisor
let place: ReturnType<typeof workplace>
let bundle: Supervisor.Bundle

beforeAll(async () => {
  supervisor = await import(pathToFileURL(join(dist, 'supervisor', 'index.js')).href)
}, 60_000)
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

/** Functions of the jobs call `check` with what they got: it throws on the numbers from 3, unless the job is mended. */
async function build(dataflow: string): Promise<void> {
  bundle = await supervisor.build(
    place.write(
      'job.flow.ts',
      `import { Environment, outputTag, tumbling } from 'millrace'
const env = new Environment({ threads: 2 })
const mended = env.parameter('mended', false)
function check(value: any, ...all: unknown[]) {
  if (mended) console.log('called with', JSON.stringify([value, ...all]))
  else if ((value.n ?? value) >= 3) throw new Error('three')
  return value
}
const numbers = env.fromCollection([1, 2, 3, 4].map((n) => ({ n, at: n * 10 })))
${dataflow}
await (await env.execute('job')).waitFinish()
`,
    ),
  )
}

async function supervise(options: Partial<Supervisor.SuperviseOptions>) {
  const lines: string[] = []
  const job = supervisor.superviseJob({ bundle, ...options })
  job.on({ output: (printed) => void lines.push(...printed.map(({ text }) => text)) })
  return { ...(await job.ended), lines }
}

async function fail() {
  const { error } = await supervise({})
  expect(error).toMatchObject({ reason: expect.stringMatching(/user-code|connector/), message: 'three' })
  return error!
}

const replay = (failedCall: NonNullable<Awaited<ReturnType<typeof fail>>['failedCall']>, mended: boolean) =>
  supervise({ mode: { kind: 'replay', job: 0, failedCall }, overrides: { parameters: { mended: String(mended) } } })

const RECORD = '{"n":3,"at":30}'
const calls: Record<string, [dataflow: string, lines: string[]]> = {
  map: [`numbers.map((r) => check(r).n * 2).sink()`, [`called with [${RECORD}]`, 'Map returned 6']],
  filter: [`numbers.filter((r) => check(r).n > 2).sink()`, [`called with [${RECORD}]`, 'Filter returned true']],
  'a generator of flatMap': [
    `numbers.flatMap(function* ({ n }) { yield n; yield check(n) + 1 }).sink()`,
    ['called with [3]', 'FlatMap emitted 3', 'FlatMap emitted 4'],
  ],
  inspect: [`numbers.inspect((r) => { check(r) })`, [`called with [${RECORD}]`, 'Inspect returned undefined']],
  'a promise of inspect': [
    `numbers.inspect(async (r) => { check(r) })`,
    [`called with [${RECORD}]`, 'Inspect returned undefined'],
  ],
  keyBy: [`numbers.keyBy((r) => check(r).n).reduce((a) => a).sink()`, [`called with [${RECORD}]`, 'KeyBy returned 3']],
  assignTimestamps: [
    `numbers.assignTimestamps((r) => check(r).at).sink()`,
    [`called with [${RECORD}]`, 'Timestamps returned 30'],
  ],
  'reduce, with what it has accumulated': [
    `numbers.map(({ n }) => n).keyBy(() => 'all').reduce((a, n) => check(a + n, a, n)).sink()`,
    ['called with [3,1,2]', 'Reduce returned 3'],
  ],
  'process, with its key and timestamp': [
    `numbers.assignTimestamps(({ at }) => at).keyBy(({ n }) => 'k' + n).process({
      open: ({ state }) => ({ seen: state('seen', { default: 0 }) }),
      onRecord(r, { key, timestamp, state }, out) {
        check(r, key, timestamp, state.seen.value()); out.collect(r.n)
      },
    }).sink()`,
    [`called with [${RECORD},"k3",30,0]`, 'Process emitted 3'],
  ],
  'process in the middle of a chain, with its timestamp': [
    `numbers.assignTimestamps(({ at }) => at).process({
      onRecord(r, { timestamp, output }) { check(r, timestamp); output(outputTag('side'), r.n) },
    }).sink()`,
    [`called with [${RECORD},30]`, "Process emitted to 'side' 3"],
  ],
  'the second input of two': [
    `numbers.keyBy('n').connect(numbers.keyBy('n')).process({
      onLeft() {}, onRight(r, { key }, out) { check(r, key); out.collect('right') },
    }).sink()`,
    [`called with [${RECORD},3]`, "Connect emitted 'right'"],
  ],
  asyncMap: [
    `numbers.asyncMap(async (r) => { await null; return check(r).n }).sink()`,
    [`called with [${RECORD}]`, 'AsyncMap emitted 3'],
  ],
  'a sink that is a function': [
    `numbers.sink((r) => { check(r) })`,
    [`called with [${RECORD}]`, 'Sink emitted nothing'],
  ],
  'a sink that is a function with promises': [
    `numbers.sink(async (r) => { check(r) })`,
    [`called with [${RECORD}]`, 'Sink emitted nothing'],
  ],
}

describe('a call that has failed can be made again', () => {
  for (const [what, [dataflow, lines]] of Object.entries(calls)) {
    test(`of ${what}`, async () => {
      await build(dataflow)
      const { failedCall, position } = await fail()
      const again = await replay(failedCall!, false)
      expect(again).toMatchObject({ code: 1, error: { message: 'three', position } })
      expect(await replay(failedCall!, true)).toMatchObject({ code: 0, outcome: 'finished', lines })
    })
  }

  test('with nothing of the engine between its function and the one that makes the call', async () => {
    await build(`numbers.map((r) => check(r)).sink()`)
    const { error } = await replay((await fail()).failedCall!, false)
    const frames = error!.stack!.split('\n').filter((line) => /^\s+at /.test(line))
    expect(frames.map((line) => /(job\.flow|replay(?=-))/.exec(line)?.[1]).slice(0, 3)).toEqual([
      'job.flow',
      'job.flow',
      'replay',
    ])
  })

  test('of a later job of the file', async () => {
    await build(`numbers.sink()\nawait (await env.execute('first')).waitFinish()
const env2 = new Environment()
env2.fromCollection([3]).map(check, 'Second').sink()
await (await env2.execute('second')).waitFinish()
process.exit()`)
    const { failedCall } = await fail()
    const { lines } = await supervise({
      mode: { kind: 'replay', job: 1, failedCall: failedCall! },
      overrides: { parameters: { mended: 'true' } },
    })
    expect(lines).toEqual(['called with [3]', 'Second returned 3'])
  })
})

test('what is more than 1 MB, or was thrown by the function of an edge, cannot be called again', async () => {
  await build(`numbers.map(({ n }) => ({ n, much: 'x'.repeat(2 ** 20) })).map(check, 'Check').sink()`)
  expect(await fail()).toMatchObject({ operatorName: 'Check', record: expect.stringContaining('n: 3') })
  expect((await fail()).failedCall).toBeUndefined()
  await build(`numbers.map((r) => r, 'Before').partition((r, channels) => check(r).n % channels).sink()`)
  const error = await fail()
  expect(error).toMatchObject({ operatorName: 'Before', record: '{ n: 3, at: 30 }' })
  expect(error.failedCall).toBeUndefined()
})

test('a preview tells the failed call too', async () => {
  await build(`numbers.map(check, 'Check').sink()`)
  const { error } = await supervisor.previewJob({ bundle })
  expect((await replay(error!.failedCall!, true)).lines).toEqual([
    `called with [${RECORD}]`,
    'Check returned { n: 3, at: 30 }',
  ])
})

test('when the operator is not there any more, that is told', async () => {
  await build(`numbers.map((r) => r).map(check).sink()`)
  const { failedCall } = await fail()
  await build(`numbers`)
  expect((await replay(failedCall!, true)).error).toMatchObject({
    reason: 'wrong-use',
    message: 'the job has no operator 2 any more',
    cure: 'The job has been changed since it failed: run it again.',
  })
})

describe('a debugger that is attached stops on the first line of the function, with its record', () => {
  const functions: Record<string, [dataflow: string, stop: object]> = {
    map: [
      `numbers.map((r) => {
        const { n } = r
        return check(n)
      }).sink()`,
      { line: 'const { n } = r;', variables: { r: 'Object' } },
    ],
    reduce: [
      `numbers.map(({ n }) => n).keyBy(() => 1).reduce((sum, n) => {
        return check(sum + n)
      }).sink()`,
      { line: 'return check(sum + n);', variables: { sum: 1, n: 2 } },
    ],
    'an asynchronous one': [
      `numbers.map(({ n }) => n).asyncMap(async (n) => {
        await null
        return check(n)
      }).sink()`,
      { line: 'await null;', variables: { n: 3 } },
    ],
    'a method of process': [
      `numbers.map(({ n }) => n).process({
        onRecord(n) {
          check(n)
        },
      }).sink()`,
      { line: 'check(n);', variables: { n: 3 } },
    ],
    'a sink': [
      `numbers.map(({ n }) => n).sink((n) => {
        check(n)
      })`,
      { line: 'check(n);', variables: { n: 3 } },
    ],
  }
  for (const [what, [dataflow, stop]] of Object.entries(functions)) {
    test(what, async () => {
      await build(dataflow)
      const { failedCall } = await fail()
      expect(await stopsOf({ kind: 'replay', job: 0, failedCall: failedCall! })).toMatchObject([stop])
    })
  }
})

/** Where a debugger stops in a process of its own that waits for it. */
async function stopsOf(mode: Supervisor.ChildMode): Promise<unknown[]> {
  const job = supervisor.superviseJob({ bundle, mode, execArgv: ['--inspect-brk=0'] })
  let stops: Promise<unknown[]> | undefined
  job.on({
    output(lines) {
      for (const { text } of lines) {
        const url = /Debugger listening on (ws:\S+)/.exec(text)?.[1]
        if (url) stops ??= attach(url)
      }
    },
  })
  await job.ended
  return (await stops) ?? []
}

async function attach(url: string): Promise<unknown[]> {
  const args = ['--experimental-websocket', fileURLToPath(new URL('debugger.mjs', import.meta.url)), url]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}
