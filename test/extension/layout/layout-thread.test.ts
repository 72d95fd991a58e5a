import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import * as esbuild from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { LayoutThread, layOut } from '../../../extension/src/layout/index.ts'
import { hostSide } from '../../../scripts/bundle.mjs'
import { Chance, randomFlow, request } from './random-flow.ts'

const small = request(randomFlow(new Chance(1), 8))
/** Takes ELK many seconds. */
const huge = request(randomFlow(new Chance(2), 5000))
const source = new URL('layout-worker-from-source.mjs', import.meta.url)

let folder: string
let bundled: URL
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-layout-'))
  const entryPoints = { 'layout-worker': hostSide.entryPoints['layout-worker'] }
  await esbuild.build({ ...hostSide, entryPoints, outdir: folder } as esbuild.BuildOptions)
  bundled = pathToFileURL(join(folder, 'layout-worker.cjs'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const threads: LayoutThread[] = []
const start = (file: URL) => {
  const thread = new LayoutThread(file)
  threads.push(thread)
  return thread
}
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.dispose())))

/** Every worker thread that was started since. */
const workers: Worker[] = []
const started = (message: unknown) => void workers.push((message as { worker: Worker }).worker)
beforeAll(() => subscribe('worker_threads', started))
afterAll(() => void unsubscribe('worker_threads', started))
/** An ended thread has no number any more. */
const running = () => workers.filter(({ threadId }) => threadId !== -1).length

describe('a layout thread', () => {
  test('gives the layout that one gets without it, as a bundle of one file', async () => {
    expect(await start(bundled).layout(small)).toEqual(await layOut(small))
  })

  test('gives it from the source too', async () => {
    expect(await start(source).layout(small)).toEqual(await layOut(small))
  })

  test('answers one request after the other, with the previous layout', async () => {
    const thread = start(bundled)
    const previous = (await thread.layout(small))!
    const next = { ...small, nodes: [...small.nodes, { key: 'new', width: 80, height: 60 }], previous, edited: 'new' }
    expect(await thread.layout(next)).toEqual(await layOut(next))
  })

  test('when_aNewerRequestComes_then_theOlderOneIsAnsweredWithNothing', async () => {
    const thread = start(bundled)
    const answers: string[] = []
    const older = thread.layout(huge).then((layout) => answers.push(layout ? 'older' : 'nothing'))
    const newer = thread.layout(small).then((layout) => answers.push(layout ? 'newer' : 'nothing'))
    await Promise.all([older, newer])
    expect(answers).toEqual(['nothing', 'newer'])
    await thread.dispose()
    expect(running()).toBe(0)
  })

  test('when_itIsDisposedOf_then_noThreadIsLeft_andNothingMoreIsLaidOut', async () => {
    const thread = start(bundled)
    const pending = thread.layout(huge)
    expect(running()).toBe(1)
    await thread.dispose()
    expect(running()).toBe(0)
    expect(await pending).toBeUndefined()
    await expect(thread.layout(small)).rejects.toThrow('disposed')
  })

  test('when_aLayoutFails_then_itsPromiseRejects_andTheNextSucceeds', async () => {
    const thread = start(bundled)
    await expect(thread.layout({ ...small, nodes: undefined as never })).rejects.toThrow('not iterable')
    expect(await thread.layout(small)).toEqual(await layOut(small))
  })

  test('when_theThreadDies_then_thePromiseRejects', async () => {
    await expect(start(new URL('gone.cjs', bundled)).layout(small)).rejects.toThrow('gone.cjs')
    const dying = join(folder, 'dying.cjs')
    await writeFile(dying, "require('node:worker_threads').parentPort.on('message', () => process.exit(3))")
    await expect(start(pathToFileURL(dying)).layout(small)).rejects.toThrow('the layout thread ended with code 3')
  })
})
