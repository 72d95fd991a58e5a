import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { DiskFile } from '../../../runtime/src/state/disk-file.ts'
import { DiskKey } from '../../../runtime/src/state/disk-key.ts'
import { DiskWrites } from '../../../runtime/src/state/disk-writes.ts'
import { disk, openStateStores, type StateStores } from '../../../runtime/src/state/index.ts'

const room = vi.hoisted(() => ({ pages: undefined as number | undefined }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return {
    ...fs,
    statfsSync: (path: string) =>
      room.pages === undefined ? fs.statfsSync(path) : { bavail: room.pages, bsize: 4096 },
  }
})
afterEach(() => {
  room.pages = undefined
})

let folder: string
beforeAll(() => {
  mkdirSync('.cache', { recursive: true })
  folder = mkdtempSync(resolve('.cache', 'disk-state-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function withStores(use: (stores: StateStores) => unknown, cacheEntries = 16): Promise<void> {
  const stores = await openStateStores(disk({ folder, cacheEntries }), (path) => resolve(path))
  try {
    await use(stores)
  } finally {
    await stores.close()
  }
}

describe('state on disk', () => {
  it('keeps as many values in memory as was said, in all tables and namespaces of an instance together', () =>
    withStores((stores) => {
      const store = stores.store(128)
      const first = { n: 1 }
      store.table('table').set('first', first)
      const windows = store.namespaced<number>('windows')
      for (let i = 0; i < 7; i++) windows.of(i).set('key', i)
      expect(store.table('table').get('first')).toBe(first)
      // Each namespace has one value only: more than 16 values in all are what throws the first one out.
      for (let i = 7; i < 40; i++) windows.of(i).set('key', i)
      expect(store.table('table').get('first')).not.toBe(first)
      expect(store.table('table').get('first')).toEqual(first)
      for (let i = 0; i < 40; i++) expect(windows.of(i).get('key')).toBe(i)
    }))

  it('keeps fewer values in memory where they are large', () =>
    withStores((stores) => {
      const table = stores.store(128).table<{ n: number; bytes: Uint8Array }>('table')
      const first = { n: 0, bytes: new Uint8Array(2 ** 20) }
      table.set(0, first)
      // Twice 32 MB are kept, not 100,000 values.
      for (let i = 1; i < 400; i++) table.set(i, { n: i, bytes: new Uint8Array(2 ** 20) })
      expect(table.get(0) === first).toBe(false)
      expect([table.get(0)!.n, table.get(0)!.bytes.length]).toEqual([0, 2 ** 20])
    }, 100_000))

  it('lets what was changed and thrown out before it was said be said afterwards', () =>
    withStores((stores) => {
      const table = stores.store(128).table<{ n: number }>('table')
      table.set('a', { n: 1 })
      const held = table.get('a')!
      for (let i = 0; i < 100; i++) table.set(i, { n: i })
      held.n = 2
      table.changed('a', held)
      for (let i = 0; i < 100; i++) table.set(i, { n: i })
      expect(table.get('a')).toEqual({ n: 2 })
    }))

  it('of two instances on one thread is apart', () =>
    withStores((stores) => {
      const [one, other] = [stores.store(128).table<number>('table'), stores.store(128).table<number>('table')]
      for (let i = 0; i < 100; i++) {
        one.set(i, 1)
        other.set(i, 2)
      }
      one.clear()
      expect([[...one.entries()].length, [...other.entries()].length, other.get(5)]).toEqual([0, 100, 2])
    }))

  it('names state and key where a value cannot be written', () =>
    withStores((stores) => {
      const table = stores.store(128).table<unknown>('handlers')
      table.set('a', { call: () => 1 })
      expect(() => {
        for (let i = 0; i < 100; i++) table.set(i, i)
      }).toThrow(
        "the state 'handlers' of the key 'a' cannot be saved: () => 1 could not be cloned. (state is plain data)",
      )
    }))

  it('that was cleared after some of it could not be written does not come back', () =>
    withStores((stores) => {
      const table = stores.store(128).table<unknown>('handlers')
      expect(() => {
        for (let i = 0; i < 100; i++) table.set(i, i === 5 ? () => 1 : i)
      }).toThrow('cannot be saved')
      table.clear()
      for (let i = 200; i < 300; i++) table.set(i, i)
      expect([...table.entries()].length).toBe(100)
    }))

  it('that the file did not take is an error that says so', () => {
    const asked: ((error: Error) => void)[] = []
    // What LMDB does when the disk breaks: it tells of the mark when it is asked for other things.
    const broken = {
      batch: () => Promise.reject(new Error('not written')),
      put: (_key: unknown, _value: unknown, done: (error: Error) => void) => void asked.push(done),
      remove: () => {
        for (const done of asked.splice(0)) done(new Error('Input/output error'))
        return Promise.reject(new Error('not written'))
      },
      resetReadTxn: () => {},
      getBinary: () => undefined,
    }
    const writes = new DiskWrites(broken as never)
    writes.put(new DiskKey().start(1), Buffer.from('value'))
    expect(() => writes.finish()).toThrow('Input/output error')
  })

  it('is not written to a disk that has no room, and nothing of it is lost then', () =>
    withStores((stores) => {
      const table = stores.store(128).table<number>('table')
      room.pages = 100
      let set = 0
      expect(() => {
        for (; set < 100; set++) table.set(set, set)
      }).toThrow(/^the disk of .*disk-state-.* is full: state needs \d+ MB of room there to write, and 0 MB are left/)
      room.pages = undefined
      for (let i = set; i < 100; i++) table.set(i, i)
      for (let i = 0; i < 100; i++) expect(table.get(i)).toBe(i)
    }))

  it('removes what was dropped while other things are written', async () => {
    const own = mkdtempSync(join(folder, 'file-'))
    const file = new DiskFile(own)
    const [dropped, kept] = [file.newTable(), file.newTable()]
    const value = Buffer.from('value')
    const fill = (table: number) =>
      file.write(5_000, (writer) => {
        for (let i = 0; i < 5_000; i++) writer.put(file.key.set(table, 0, i, i, i), value)
      })
    const left = (table: number) => file.chunk(file.key.start(table), false, table).length
    fill(dropped)
    fill(kept)
    file.dropTable(dropped)
    expect(left(dropped)).toBeGreaterThan(0)
    for (let i = 0; i < 10; i++) file.write(1, (writer) => writer.put(file.key.set(kept, 0, i, i, i), value))
    expect([left(dropped), left(kept)]).toEqual([0, 256])
    await file.close()
  })

  it.skipIf(process.platform === 'win32')('leaves nothing in its folder, however its process ends', () =>
    withStores((stores) => {
      const table = stores.store(128).table<number>('table')
      for (let i = 0; i < 1_000; i++) table.set(i, i)
      expect(readdirSync(folder).filter((name) => name.startsWith(`${process.pid}-`))).toEqual([])
    }),
  )

  it('leaves nothing in its folder when it is closed', async () => {
    await withStores((stores) => stores.store(128).table('table').set(1, 1))
    expect(readdirSync(folder).filter((name) => name.startsWith(`${process.pid}-`))).toEqual([])
  })

  it('says which folder cannot be written', async () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    await expect(openStateStores(disk({ folder: join(file, 'state') }), (path) => resolve(path))).rejects.toThrow(
      `state cannot be kept in ${join(file, 'state')}: `,
    )
  })

  it.each<[string, () => unknown, string]>([
    ['a misspelt option', () => disk({ foldr: 'x' } as never), "disk has no option 'foldr'"],
    ['an empty folder', () => disk({ folder: '' }), 'the folder of disk(..) must be'],
    ['hardly any cache', () => disk({ cacheEntries: 3 }), 'cacheEntries of disk(..) must be'],
    ['a cache that no memory holds', () => disk({ cacheEntries: 1e9 }), 'cacheEntries of disk(..) must be'],
  ])('refuses %s', (_what, use, message) => {
    expect(use).toThrow(message)
  })
})
