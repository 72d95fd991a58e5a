import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import * as esbuild from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { parse } from '../../../extension/src/document/index.ts'
import { JobTypeFeed } from '../../../extension/src/language/types/job-type-feed.ts'
import type { JobTypes } from '../../../extension/src/language/types/job-types.ts'
import { placesOf } from '../../../extension/src/language/types/places.ts'
import { TypeService } from '../../../extension/src/language/types/type-service.ts'
import { hostSide } from '../../../scripts/bundle.mjs'
import { openJob } from './open-job.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const libFolder = dirname(createRequire(import.meta.url).resolve('typescript'))

let folder: string
let workerFile: string
let service: TypeService
/** `version: type of the last operator`, as answers come. */
let answers: string[]
const waiters: (() => void)[] = []

beforeAll(async () => {
  // Below the repository, so that the worker finds TypeScript.
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache', 'types-worker-'))
  workerFile = join(folder, 'types-worker.cjs')
  await esbuild.build({
    ...hostSide,
    entryPoints: { 'types-worker': 'extension/src/language/types/types-worker.ts' },
    outdir: folder,
    external: ['typescript'],
    minify: false,
  } as esbuild.BuildOptions)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => service?.end())

function start(): TypeService {
  answers = []
  service = new TypeService(
    { workerFile, libFolder, ownFolder: root },
    (_path: string, version: number, types: JobTypes) => {
      answers.push(`${version}: ${types.operators.at(-1)?.short}`)
      for (const wake of waiters.splice(0)) wake()
    },
  )
  return service
}

async function answer(text: string): Promise<void> {
  while (!answers.includes(text)) await new Promise<void>((resolve) => waiters.push(resolve))
}

function edit(version: number, last: string): void {
  const text = `import { Environment } from 'millrace'\nnew Environment().fromCollection([1]).map((n) => ${last})`
  const path = join(folder, 'job.flow.ts')
  service.open({ path, version, text })
  service.request({ path, version, places: placesOf(parse(text)) })
}

test('an edit is answered, and the next one', async () => {
  start()
  edit(1, 'n')
  await answer('1: number')
  edit(2, 'String(n)')
  await answer('2: string')
})

test('versions that newer ones supersede are not answered', async () => {
  start()
  for (let version = 1; version <= 20; version++) edit(version, `n + ${version}`)
  await answer('20: number')
  expect(answers).toEqual(['20: number'])
})

test('after the thread was ended another one answers, and knows what is open', async () => {
  start()
  edit(1, 'n')
  await service.end()
  expect(answers).toEqual([])
  edit(2, 'n > 1')
  await answer('2: boolean')
  await service.end()
  service.request({ path: join(folder, 'job.flow.ts'), version: 2, places: placesOf(parse('')) })
  await answer('2: undefined')
})

test('a question about a draft is answered, or given up when the thread ends', async () => {
  start()
  edit(1, 'n')
  const path = join(folder, 'job.flow.ts')
  const draft = { range: { offset: 0, length: 0 }, before: '', behind: '', text: 'const wrong: string = 1\n' }
  const answer = await service.draft(path, draft, { about: 'check' })
  expect(answer?.problems?.map(({ message }) => message)).toEqual(["Type 'number' is not assignable to type 'string'."])
  const unanswered = service.draft(path, draft, { about: 'check' })
  await service.end()
  expect(await unanswered).toBeUndefined()
})

test('a plan is checked, or that is given up when the thread ends', async () => {
  start()
  edit(1, 'n')
  const path = join(folder, 'job.flow.ts')
  const plan = { edits: [{ offset: 0, length: 0, text: 'const wrong: string = 1\n' }] }
  const message = "Type 'number' is not assignable to type 'string'."
  expect(await service.newErrors(path, plan)).toEqual([{ offset: 6, length: 5, message }])
  const unanswered = service.newErrors(path, plan)
  await service.end()
  expect(await unanswered).toBeUndefined()
})

test('the checker is there for the next job for a minute after the last one was closed', async () => {
  const workers: Worker[] = []
  const started = (message: unknown) => void workers.push((message as { worker: Worker }).worker)
  subscribe('worker_threads', started)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const typed: string[] = []
  const feed = new JobTypeFeed({ workerFile, libFolder, ownFolder: root }, (uri) => typed.push(uri.split('/').at(-1)!))
  const open = (name: string) => {
    const text = "import { Environment } from 'millrace'\nnew Environment().fromCollection([1]).map((n) => n)"
    const job = openJob(text, pathToFileURL(join(folder, name)).href)
    feed.changed(job.document, job)
    return job.document.uri
  }
  const isTyped = async (name: string) => {
    while (!typed.includes(name)) await new Promise(setImmediate)
  }
  try {
    const first = open('first.flow.ts')
    await isTyped('first.flow.ts')
    feed.closed(first)
    vi.advanceTimersByTime(59_000)
    const second = open('second.flow.ts')
    vi.advanceTimersByTime(59_000)
    await isTyped('second.flow.ts')
    expect(workers).toHaveLength(1)
    const ended = new Promise((resolve) => workers[0].once('exit', resolve))
    feed.closed(second)
    // A file that is no job does not keep it.
    feed.changed(openJob('export {}', pathToFileURL(join(folder, 'no-job.ts')).href).document, undefined)
    vi.advanceTimersByTime(60_000)
    await ended
  } finally {
    vi.useRealTimers()
    unsubscribe('worker_threads', started)
    await feed.end()
  }
})
