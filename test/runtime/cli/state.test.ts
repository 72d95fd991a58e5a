import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ControlClient, connect, createEndpoint, removeEndpoint } from '../../../runtime/src/control/index.ts'
import { instanceOfGroup, keyGroup } from '../../../runtime/src/partitioning/index.ts'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist, isAlive } from '../supervisor/scripted.ts'
import { millrace, startMillrace } from './millrace.ts'

const WORDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']

let folder: string
let file: string
let running: string
let supervisor: typeof Supervisor
beforeAll(async () => {
  const jobs = fileURLToPath(new URL('../../../.cache/jobs/', import.meta.url))
  mkdirSync(jobs, { recursive: true })
  folder = mkdtempSync(join(jobs, 'state-'))
  file = join(folder, 'counts.flow.ts')
  running = join(folder, '.millrace', 'running')
  writeFileSync(
    file,
    `import { Environment, generate, tumbling } from 'millrace'
const env = new Environment({ parallelism: 3, threads: 3 })
const words = env.source(generate((i) => ${JSON.stringify(WORDS)}[i % 9], { count: 27 }))
const days = env.fromCollection([new Date('2013-01-01'), new Date('2013-01-01'), new Date('2013-01-02')])
const numbers = env.fromCollection([5, '5', '5', 6, '7'])
// What does not end keeps the job running.
const open = env.source(async function* () { yield* []; await new Promise(() => {}) } as never)
words.map((word) => [word, 1]).keyBy(0).sum(1).name('Counts').sink()
words.keyBy((word) => ({ word })).process({
  open: ({ state, listState }) => ({ seen: state('seen', { default: 0 }), words: listState<string>('words') }),
  onRecord(word, { state, timers }) {
    state.seen.update(state.seen.value() + 1); state.words.add(word); timers.registerProcessingTime(Date.now() + 3_600_000)
  },
}).uid('per word').sink()
days.keyBy((day) => day).process({
  open: ({ state, mapState }) => ({
    count: state('count', { default: 0, ttl: 3_600_000 }),
    gone: state('gone', { default: 0, ttl: 1 }),
    odd: state('odd'),
    kinds: mapState<string, number>('kinds'),
  }),
  onRecord(day, { state }) {
    state.count.update(state.count.value() + 1); state.kinds.set('day', state.count.value())
    state.odd.update({ run: () => 0 }); state.gone.update(1)
  },
}).name('Days').sink()
numbers.map((value) => [value, 1]).keyBy(0).sum(1).name('Numbers').sink()
open.map((word) => word).name('Map').sink()
await env.execute('counts')
`,
  )
  supervisor = await import(pathToFileURL(join(dist, 'supervisor', 'index.js')).href)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ask = (...args: string[]) => millrace(['state', file, ...args], folder)

/** Runs the job until all its records are counted, and for as long as something is done with it. */
async function whileItRuns(use: (client: ControlClient) => Promise<void>): Promise<void> {
  const job = supervisor.superviseJob({ bundle: await supervisor.build(file) })
  const isRunning = new Promise<void>((resolve) => {
    job.on({ state: ({ state }) => state === 'running' && resolve() })
  })
  await isRunning
  const client = await connect({ ...job.address, output: 'none' })
  const counted: [name: string, key: string, text: string][] = [
    ...WORDS.flatMap((word): [string, string, string][] => [
      ['Counts', word, '3'],
      ['seen', JSON.stringify({ word }), '3'],
    ]),
    ['count', '2013-01-01', '2'],
    ['count', '2013-01-02', '1'],
    ['Numbers', '"5"', '2'],
    ['Numbers', '5', '1'],
    ['Numbers', '6', '1'],
    ['Numbers', '"7"', '1'],
  ]
  try {
    for (const [name, key, text] of counted) {
      await expect.poll(async () => (await client.queryState(0, name, key))[0]?.text, { timeout: 20_000 }).toBe(text)
    }
    await use(client)
  } finally {
    client.close()
    job.cancel()
    await job.ended
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

describe('what a running job keeps', () => {
  it('can be asked by key, through the control protocol and on the command line', async () => {
    await whileItRuns(async (client) => {
      expect(await client.queryState(0, 'Counts', 'a')).toEqual([
        { operatorId: expect.any(Number), operatorName: 'Counts', key: 'the text "a"', name: 'sum', text: '3' },
      ])
      // No timers among them.
      expect(await client.queryState(0, 'per word', '{"word":"b"}')).toMatchObject([
        { name: 'seen', text: '3' },
        { name: 'words', text: '["b","b","b"]' },
      ])
      expect(await client.queryState(0, 'Counts', 'nobody')).toEqual([])

      expect(await ask('words', '{"word":"a"}')).toEqual({
        code: 0,
        stdout: 'Process  words  ["a","a","a"]\n',
        stderr: 'the key is the object {"word":"a"}\n',
      })
      expect(await ask('words', 'nobody')).toEqual({
        code: 1,
        stdout: '',
        stderr: 'nothing is kept under the text "nobody"\n',
      })
      // A value that threads cannot be sent, one with a time to live, one that has expired, and a map.
      expect(await ask('Days', '2013-01-01')).toEqual({
        code: 0,
        stdout: 'Days  count  2\nDays  odd  { run: [Function: run] }\nDays  kinds  [["day",2]]\n',
        stderr: 'the key is the date 2013-01-01T00:00:00.000Z\n',
      })
      expect(await ask('gone', '2013-01-01')).toMatchObject({ code: 1 })
    })
    expect(supervisor.runningJobs(file)).toEqual([])
    expect(readdirSync(running)).toEqual([])
  })

  it('is found whichever of three threads has it', async () => {
    const owners = WORDS.map((word) => instanceOfGroup(keyGroup(word, 128), 128, 3))
    expect(new Set(owners)).toEqual(new Set([0, 1, 2]))
    await whileItRuns(async (client) => {
      for (const word of WORDS) {
        expect(await client.queryState(0, 'Counts', word)).toMatchObject([{ text: '3', key: `the text "${word}"` }])
        expect(await client.queryState(0, 'seen', `{"word":"${word}"}`)).toMatchObject([{ text: '3' }])
      }
    })
  })

  it('under a number and under a text are two things, and it is said which was taken', async () => {
    await whileItRuns(async () => {
      expect(await ask('Numbers', '5')).toEqual({
        code: 0,
        stdout: 'Numbers  sum  1\n',
        stderr: 'the key is the number 5\n',
      })
      expect(await ask('Numbers', '"5"')).toMatchObject({
        stdout: 'Numbers  sum  2\n',
        stderr: 'the key is the text "5"\n',
      })
      // There is no number 7.
      expect(await ask('Numbers', '7')).toMatchObject({
        stdout: 'Numbers  sum  1\n',
        stderr: 'the key is the text "7"\n',
      })
      expect(await ask('Numbers', '8')).toMatchObject({
        code: 1,
        stderr: 'nothing is kept under the number 8 or the text "8"\n',
      })
    })
  })

  it('under a name that is not there is an error with the name that is meant', async () => {
    await whileItRuns(async (client) => {
      expect(await ask('wrods', 'a')).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: the job has no operator and no state 'wrods'; did you mean 'words'? State is kept by Counts (sum), Process (seen, words), Days (count, gone, odd, kinds), Numbers (sum)\n`,
      })
      expect((await ask('Cuonts', 'a')).stderr).toContain("did you mean 'Counts'?")
      expect((await ask('Map', 'a')).stderr).toBe("error: the operator 'Map' keeps nothing by key\n")
      expect(await ask('words', 'a', '--job', 'cuonts')).toEqual({
        code: 2,
        stdout: '',
        stderr: "error: no job 'cuonts' runs\nIts jobs: 'counts' (running)\n",
      })
      expect(await ask('words', 'a', '--process', '1')).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: process 1 does not run counts.flow.ts\nThere is ${client.processId}\n`,
      })
    })
  })
})

describe('a job that cannot be asked', () => {
  const doesNotRun = {
    code: 2,
    stdout: '',
    stderr: 'error: counts.flow.ts does not run\nStart it with: millrace run counts.flow.ts\n',
  }
  const announced = (processId: number, path = join(folder, 'no-socket')) => {
    mkdirSync(running, { recursive: true })
    const word = join(running, `${processId}.json`)
    writeFileSync(word, JSON.stringify({ jobFile: file, processId, path, token: 'x' }))
    return word
  }

  it('does not run', async () => {
    expect(await ask('words', 'a')).toEqual(doesNotRun)
  })

  it('runs twice', async () => {
    const word = announced(process.pid)
    try {
      await whileItRuns(async (client) => {
        const { code, stderr } = await ask('words', 'a')
        expect(code).toBe(2)
        expect(stderr).toContain('error: counts.flow.ts runs 2 times\nChoose one with --process: ')
        expect(await ask('Counts', 'a', '--process', String(client.processId))).toMatchObject({ code: 0 })
      })
    } finally {
      rmSync(word)
    }
  })

  it('is dying: it does not run, and nothing is left of it', async () => {
    const dying = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' })
    const endpoint = createEndpoint()
    // It ends once it has been found alive, and then has not answered.
    const server = createServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.destroy()
          dying.kill()
        })
    })
    try {
      server.listen(endpoint.path)
      await once(server, 'listening')
      const word = announced(dying.pid!, endpoint.path)
      expect(await ask('words', 'a')).toEqual(doesNotRun)
      expect(existsSync(word)).toBe(false)
      expect(dying.killed).toBe(true)
    } finally {
      dying.kill()
      await ended(dying)
      server.close()
      removeEndpoint(endpoint)
    }
  })

  it('has a process that does not listen: that is said, with what to do', async () => {
    const word = announced(process.pid)
    try {
      expect(await ask('words', 'a')).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: counts.flow.ts cannot be asked: process ${process.pid}, which ran it, does not listen\nIf it has ended, start it with: millrace run counts.flow.ts\n`,
      })
    } finally {
      rmSync(word)
    }
  })

  it('was killed together with who ran it: no stack, and no word of it stays', async () => {
    const run = startMillrace(['run', file], folder)
    await expect.poll(async () => (await ask('Counts', 'a')).code, { timeout: 30_000 }).toBe(0)
    const [{ processId }] = supervisor.runningJobs(file)
    run.child.kill('SIGKILL')
    // Its process may still answer; there is no third way.
    expect((await ask('Counts', 'a')).stderr).toMatch(
      /^(error: counts\.flow\.ts .*\n.*millrace run counts\.flow\.ts\n)?$/,
    )
    await expect.poll(() => isAlive(processId), { timeout: 20_000 }).toBe(false)
    expect(await ask('Counts', 'a')).toEqual(doesNotRun)
    expect(readdirSync(running)).toEqual([])
  })

  it('is waited for no longer when Ctrl+C is pressed', async () => {
    const silent = createServer()
    const path = join(mkdtempSync(join(tmpdir(), 'mr-test-')), 'silent')
    silent.listen(path)
    await once(silent, 'listening')
    const word = announced(process.pid, path)
    try {
      const { child, finished } = startMillrace(['state', file, 'words', 'a'], folder)
      await once(silent, 'connection')
      child.kill('SIGINT')
      expect(await finished).toEqual({ code: null, stdout: '', stderr: '' })
      expect(child.signalCode).toBe('SIGINT')
    } finally {
      rmSync(word)
      silent.close()
      rmSync(dirname(path), { recursive: true })
    }
  })
})
