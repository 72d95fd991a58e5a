import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LayoutThreads } from '../../../extension/src/language/layout-threads.ts'
import { Chance, randomFlow, request } from '../layout/random-flow.ts'

const small = request(randomFlow(new Chance(1), 8))
/** Takes ELK many seconds. */
const huge = request(randomFlow(new Chance(2), 5000))

/** Every worker thread that was started. */
let workers: Worker[]
const started = (message: unknown) => void workers.push((message as { worker: Worker }).worker)
/** An ended thread has no number any more. */
const running = () => workers.filter(({ threadId }) => threadId !== -1).length
let threads: LayoutThreads

beforeEach(() => {
  workers = []
  subscribe('worker_threads', started)
  threads = new LayoutThreads(new URL('../layout/layout-worker-from-source.mjs', import.meta.url))
})
afterEach(async () => {
  await threads.dispose()
  unsubscribe('worker_threads', started)
  expect(running()).toBe(0)
})

test('a thread is started before the first diagram asks', async () => {
  expect(workers.length).toBe(1)
  expect((await threads.layout('a', small))?.nodes).toHaveLength(8)
  expect(workers.length).toBe(1)
})

test('diagrams that are laid out at once have a thread each, of which one is left', async () => {
  await Promise.all([threads.layout('a', small), threads.layout('b', small)])
  expect(workers.length).toBe(2)
  await expect.poll(running).toBe(1)
})

test('however many diagrams are open, one after the other is laid out by the same thread', async () => {
  for (let n = 0; n < 5; n++) expect((await threads.layout(`job-${n}`, small))?.nodes).toHaveLength(8)
  expect(workers.length).toBe(1)
})

test('when_aNewerRequestOfADiagramComes_then_theOlderOneIsAnsweredWithNothing_andOthersGoOn', async () => {
  const older = threads.layout('a', huge)
  const other = threads.layout('b', small)
  const newer = threads.layout('a', small)
  expect(await older).toBeUndefined()
  expect((await newer)?.nodes).toHaveLength(8)
  expect((await other)?.nodes).toHaveLength(8)
  await expect.poll(running).toBe(1)
})

test('when_aDocumentIsClosedWhileItIsLaidOut_then_itsThreadIsEnded', async () => {
  const asked = threads.layout('a', huge)
  await threads.closed('a')
  expect(await asked).toBeUndefined()
  expect(running()).toBe(0)
  await threads.layout('b', small)
  expect(workers.length).toBe(2)
})
