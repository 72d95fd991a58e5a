import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { dirname } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  ControlServer,
  connect,
  createEndpoint,
  PROTOCOL_VERSION,
  removeEndpoint,
} from '../../../runtime/src/control/index.ts'
import { lines, scriptedJob } from './scripted-job.ts'

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanUp.splice(0).reverse()) clean()
})

async function serve(options: Parameters<typeof ControlServer.listen>[1] = {}) {
  const endpoint = createEndpoint()
  const server = await ControlServer.listen(endpoint, options)
  cleanUp.push(() => {
    server.close()
    removeEndpoint(endpoint)
  })
  const client = async (output: 'all' | 'latest' | 'none' = 'latest') => {
    const connected = await connect({ ...endpoint, output })
    cleanUp.push(() => connected.close())
    return connected
  }
  return { endpoint, server, client }
}

function collect(client: Awaited<ReturnType<typeof connect>>) {
  const got: string[] = []
  let lost = 0
  client.onOutput((batch) => {
    lost += batch.lost
    for (const line of batch.lines) got.push(line.text)
  })
  return { got, lost: () => lost }
}

test.skipIf(process.platform === 'win32')('the socket lies in a folder that only its user can enter', async () => {
  const { endpoint } = await serve()
  expect(statSync(dirname(endpoint.path)).mode & 0o777).toBe(0o700)
})

test.skipIf(process.platform === 'win32')('a long temporary folder does not make the socket path too long', () => {
  const endpoint = createEndpoint(`/tmp/${'long'.repeat(30)}`)
  expect(Buffer.byteLength(endpoint.path)).toBeLessThan(104)
  removeEndpoint(endpoint)
  expect(existsSync(endpoint.folder)).toBe(false)
})

test('a client with a wrong token is dropped', async () => {
  const { endpoint } = await serve()
  await expect(connect({ path: endpoint.path, token: 'guess' })).rejects.toThrow(/token is wrong/)
})

for (const [what, first] of [
  ['a request', { jsonrpc: '2.0', id: 1, method: 'status', params: { job: 0 } }],
  ['an unknown request', { jsonrpc: '2.0', id: 1, method: 'shutdown' }],
  ['a notification', { jsonrpc: '2.0', method: 'outputTaken', params: { sequence: 1 } }],
] as const) {
  test(`a client whose first message is ${what} instead of hello is dropped without an answer`, async () => {
    const { endpoint, server } = await serve()
    server.jobCreated(scriptedJob(0).controlled)
    const socket = createConnection(endpoint.path)
    let answer = ''
    socket.on('data', (data) => (answer += data))
    const body = JSON.stringify(first)
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toBe('')
  })
}

test('a stranger that says much before hello is dropped', async () => {
  const { endpoint } = await serve()
  const socket = createConnection(endpoint.path)
  socket.on('error', () => {})
  socket.write(`Content-Length: 100000000\r\n\r\n${'x'.repeat(200_000)}`)
  await new Promise((resolve) => socket.once('close', resolve))
})

test('hello tells the jobs there are, and every request is about one of them', async () => {
  const { server, client } = await serve()
  server.jobCreated(scriptedJob(0, 'first').controlled)
  server.jobCreated(scriptedJob(1, 'second').controlled)
  const connected = await client()
  expect(connected.jobs.map((job) => job.name)).toEqual(['first', 'second'])
  expect(connected.processId).toBe(process.pid)
  expect((await connected.status(1)).name).toBe('second')
  expect((await connected.metrics(0)).job).toBe(0)
  expect(await connected.graph(0)).toEqual({ logical: { operators: [] }, physical: { channels: [] } })
  await expect(connected.status(7)).rejects.toThrow('there is no job 7; there are 0 (first), 1 (second)')
  expect((await connected.stop(0)).state).toBe('finished')
  expect((await connected.cancel(1)).state).toBe('cancelled')
})

test('a client of another protocol version is told so', async () => {
  const { endpoint } = await serve()
  const socket = createConnection(endpoint.path)
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'hello',
    params: { token: endpoint.token, version: 99 },
  })
  socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  socket.destroy()
  expect(answer).toContain('the job speaks version 1 of the control protocol, this client 99')
})

test('lines, states and the failure arrive in the order in which they happened', async () => {
  const { server, client } = await serve({ ownerExpected: true })
  const job = scriptedJob(0)
  server.printed(0, lines('before anyone came'))
  const owner = await client('all')
  const told: string[] = []
  owner.onOutput((batch) => void told.push(...batch.lines.map((line) => line.text)))
  owner.onState((status) => told.push(status.state))
  owner.onFailed(({ error }) => told.push(error.message))
  server.jobCreated(job.controlled)
  server.printed(0, lines('one', 'two'))
  job.setState('failed')
  server.printed(0, lines('the last line'))
  server.stateChanged({ ...job.status(), error: { reason: 'user-code', message: 'boom' } })
  await server.delivered()
  expect(told).toEqual(['before anyone came', 'running', 'one', 'two', 'the last line', 'failed', 'boom'])
})

test('a late client gets the lines that are kept, and the number of those that are not', async () => {
  const { server, client } = await serve({ maxLines: 2_000 })
  server.jobCreated(scriptedJob(0).controlled)
  for (let i = 0; i < 10_000; i++) server.printed(0, lines(`line ${i}`))
  const late = await client()
  const { got, lost } = collect(late)
  await expect.poll(() => got.at(-1)).toBe('line 9999')
  expect(got.length + lost()).toBe(10_000)
  expect(lost()).toBeGreaterThanOrEqual(8_000)
})

test('a late client learns of the failure and of the tables', async () => {
  const { server, client } = await serve()
  const job = scriptedJob(0)
  server.jobCreated(job.controlled)
  server.sinkResult(0, 3, { kind: 'table', name: 'Top', columns: ['k'], rows: [['old']], final: false })
  server.sinkResult(0, 3, { kind: 'table', name: 'Top', columns: ['k'], rows: [['new']], final: true })
  server.stateChanged({ ...job.status(), state: 'failed', error: { reason: 'crash', message: 'gone' } })
  const late = await client('none')
  const told: unknown[] = []
  late.onFailed(({ error }) => told.push(error.message))
  late.onTable((table) => told.push(table.rows))
  await expect.poll(() => told).toEqual(['gone', [['new']]])
})

test('the job waits for its owner when it is a window ahead, and goes on when lines are taken', async () => {
  const { server, client } = await serve({ ownerExpected: true, window: 10_000 })
  const owner = await client('all')
  let take = () => {}
  const taken = new Promise<void>((resolve) => (take = resolve))
  let got = 0
  owner.onOutput(async (batch) => {
    await taken
    got += batch.lines.length
  })
  let wait: void | Promise<void>
  let printed = 0
  while (!wait! && printed < 10_000) {
    wait = server.printed(0, lines('x'.repeat(100)))
    printed++
  }
  expect(printed).toBeLessThan(100)
  let waited = true
  void Promise.resolve(wait!).then(() => (waited = false))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(waited).toBe(true)
  take()
  await wait!
  await server.delivered()
  expect(got).toBe(printed)
})

test('an owner that dies ends all waiting', async () => {
  const { server, client } = await serve({ ownerExpected: true, window: 1_000 })
  const owner = await client('all')
  owner.onOutput(() => new Promise(() => {}))
  let wait: void | Promise<void>
  while (!wait!) wait = server.printed(0, lines('x'.repeat(100)))
  owner.close()
  await wait!
  expect(server.printed(0, lines('x'.repeat(10_000)))).toBeUndefined()
})

test('a process that ends waits until its owner has read everything', async () => {
  const { endpoint, server } = await serve()
  const job = scriptedJob(0)
  server.jobCreated(job.controlled)
  const owner = createConnection(endpoint.path)
  cleanUp.push(() => owner.destroy())
  const hello = { token: endpoint.token, version: PROTOCOL_VERSION, output: 'all' }
  const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'hello', params: hello })
  owner.write(`Content-Length: ${text.length}\r\n\r\n${text}`)
  await expect.poll(() => owner.readableLength).toBeGreaterThan(0)
  job.setState('finished')
  server.stateChanged(job.status())
  await server.delivered()
  let gone = false
  const hungUp = server.hangUp().then(() => {
    gone = true
  })
  // What it asks meanwhile is not an error.
  owner.write(`Content-Length: 2\r\n\r\n{}`)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(gone).toBe(false)
  let read = ''
  owner.on('data', (data) => {
    read += data
  })
  await hungUp
  await expect.poll(() => read).toContain('finished')
  expect(server.undelivered()).toEqual({ output: [], notifications: [] })
})

test('a client that hangs up with messages unread knows that the connection has ended', async () => {
  const endpoint = createEndpoint()
  const message = (content: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...content })
    return `Content-Length: ${text.length}\r\n\r\n${text}`
  }
  const greeting = message({ id: 0, result: { version: PROTOCOL_VERSION, processId: 1, jobs: [] } })
  const news = message({ method: 'state', params: scriptedJob(0).status() })
  const server = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.write(greeting + news.repeat(5)))
  })
  await new Promise<void>((resolve) => server.listen(endpoint.path, resolve))
  cleanUp.push(() => {
    server.close()
    removeEndpoint(endpoint)
  })
  const client = await connect(endpoint)
  const closed = new Promise<void>((resolve) => client.onClose(resolve))
  client.onState(() => client.close())
  await closed
})

test('to a client whose connection breaks at once, the job has ended: it was not refused', async () => {
  const endpoint = createEndpoint()
  const server = createServer((socket) => void socket.on('error', () => {}).destroy())
  await new Promise<void>((resolve) => server.listen(endpoint.path, resolve))
  cleanUp.push(() => {
    server.close()
    removeEndpoint(endpoint)
  })
  const ends = await Promise.allSettled(Array.from({ length: 50 }, () => connect(endpoint)))
  for (const end of ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('has just ended') } })
    expect(end).not.toHaveProperty('reason.code')
  }
})

test('there is one owner', async () => {
  const { client } = await serve()
  await client('all')
  await expect(client('all')).rejects.toThrow('another client has the whole output of this job already')
})

test('taps end when others are asked for, when none is asked for, and when the client leaves', async () => {
  const { server, client } = await serve()
  const job = scriptedJob(0)
  server.jobCreated(job.controlled)
  const watcher = await client('none')
  const got: string[] = []
  watcher.onTapped(({ samples }) => void got.push(...samples.map((sample) => sample.text)))
  await watcher.taps(0, [1])
  await watcher.taps(0, [1, 2])
  expect(job.taps.size).toBe(1)
  for (const listener of job.taps.values())
    listener([{ edgeId: 1, number: 1, time: 0, instance: 0, text: '42', json: true }])
  await expect.poll(() => got).toEqual(['42'])
  await expect(watcher.taps(0, [404])).rejects.toThrow('the job has no edge 404')
  expect(job.taps.size).toBe(1)
  await watcher.taps(0, [])
  expect(job.taps.size).toBe(0)
  await watcher.taps(0, [1])
  watcher.close()
  await expect.poll(() => job.taps.size).toBe(0)
})

test('latency is watched until the client says so, or leaves', async () => {
  const { server, client } = await serve()
  const job = scriptedJob(0)
  server.jobCreated(job.controlled)
  const [first, second] = [await client('none'), await client('none')]
  await first.watchLatency(0, true)
  await first.watchLatency(0, true)
  await second.watchLatency(0, true)
  expect(job.latencies.watchers).toBe(2)
  await first.watchLatency(0, false)
  await first.watchLatency(0, false)
  expect(job.latencies.watchers).toBe(1)
  second.close()
  await expect.poll(() => job.latencies.watchers).toBe(0)
})

const stoppedReader = `
  const { createConnection } = require('node:net')
  const socket = createConnection(process.argv[1])
  const say = (message) => { const body = JSON.stringify({ jsonrpc: '2.0', ...message }); socket.write('Content-Length: ' + body.length + '\\r\\n\\r\\n' + body) }
  say({ id: 1, method: 'hello', params: { token: process.argv[2], version: 1, output: 'latest' } })
  socket.once('data', () => { socket.pause(); process.stdout.write('paused') })
  setInterval(() => {}, 1000)
`

test('when_aClientStopsReading_then_othersReadOnAndMemoryStaysFlat', async () => {
  const { endpoint, server, client } = await serve({ ownerExpected: true })
  server.jobCreated(scriptedJob(0).controlled)
  const owner = await client('all')
  let got = 0
  owner.onOutput((batch) => {
    got += batch.lines.length
  })
  const reader = spawn(process.execPath, ['-e', stoppedReader, endpoint.path, endpoint.token])
  cleanUp.push(() => reader.kill('SIGKILL'))
  await new Promise((resolve) => reader.stdout.once('data', resolve))
  const batch = lines(...Array.from({ length: 1_000 }, (_, i) => `line ${i} ${'x'.repeat(60)}`))
  const before = process.memoryUsage().rss
  for (let i = 0; i < 600; i++) {
    await server.printed(0, batch)
    if (i === 300) reader.kill('SIGKILL')
  }
  await server.delivered()
  expect(got).toBe(600_000)
  // 600,000 lines are about 80 MB as text, and several times that as objects.
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6)
})
