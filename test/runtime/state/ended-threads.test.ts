import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { disk, openStateStores } from '../../../runtime/src/state/index.ts'
import { dist } from '../supervisor/scripted.ts'

let folder: string
beforeAll(() => {
  mkdirSync('.cache', { recursive: true })
  folder = mkdtempSync(resolve('.cache', 'ended-threads-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes for ever; says so when it has written for the first time. */
const writer = `
import { parentPort, workerData } from 'node:worker_threads'
import { disk, openStateStores } from ${JSON.stringify(pathToFileURL(join(dist, 'state', 'index.js')).href)}
const stores = await openStateStores(disk({ folder: workerData, cacheEntries: 4_000 }), (path) => path)
const table = stores.store(128).table('table')
for (let i = 0; ; i++) {
  const key = (i * 7_919) % 100_003
  table.set(key, { n: (table.get(key)?.n ?? 0) + 1, text: 'x'.repeat(50) })
  if (i === 10_000) parentPort.postMessage('writing')
}`

it.skipIf(process.platform === 'win32')(
  'threads that are ended while they write end, leave nothing, and what is opened anew works',
  async () => {
    for (let round = 0; round < 10; round++) {
      const threads = [0, 1].map(
        () => new Worker(new URL(`data:text/javascript,${encodeURIComponent(writer)}`), { workerData: folder }),
      )
      await Promise.all(threads.map((thread) => once(thread, 'message')))
      await new Promise((wait) => setTimeout(wait, 7 * round))
      // Never settles for a thread that hangs.
      expect(await Promise.all(threads.map((thread) => thread.terminate()))).toEqual([1, 1])
    }
    expect(readdirSync(folder)).toEqual([])
    const stores = await openStateStores(disk({ folder, cacheEntries: 16 }), (path) => path)
    const table = stores.store(128).table<number>('table')
    for (let i = 0; i < 1_000; i++) table.set(i, i)
    expect([...table.entries()].length).toBe(1_000)
    await stores.close()
  },
  30_000,
)
