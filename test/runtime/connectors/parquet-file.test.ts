import { open, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { END, parquetFile } from '../../../runtime/src/connectors/index.ts'
import { drives, folder, readAll } from './drive.ts'

interface Flight {
  readonly date: Date
  readonly delay: number
  readonly distance: number
  readonly origin: string
  readonly destination: string
}

const data = fileURLToPath(new URL('../../../node_modules/vega-datasets/data/', import.meta.url))
const FILE = 'flights-3m.parquet'

describe('parquetFile', () => {
  it('gives rows as objects of one shape: integers as numbers, timestamps as dates', async () => {
    const [drive] = await drives(parquetFile<Flight>(FILE), { base: data, max: 3 })
    expect(await drive.next()).toMatchInlineSnapshot(`
      [
        {
          "date": 2001-01-01T00:01:00.000Z,
          "delay": 33,
          "destination": "PHL",
          "distance": 2176,
          "origin": "LAS",
        },
        {
          "date": 2001-01-01T00:01:00.000Z,
          "delay": 19,
          "destination": "SAV",
          "distance": 215,
          "origin": "ATL",
        },
        {
          "date": 2001-01-01T00:01:00.000Z,
          "delay": 14,
          "destination": "MDW",
          "distance": 405,
          "origin": "MCI",
        },
      ]
    `)
    await drive.close()
  })

  it.each([1, 2, 5])(
    'gives each row once at parallelism %i, row groups dealt out to instances',
    async (parallelism) => {
      const source = parquetFile<Pick<Flight, 'delay' | 'origin'>>(FILE, { columns: ['delay', 'origin'] })
      const readers = await drives(source, { base: data, parallelism, max: 10_000 })
      const totals = await Promise.all(
        readers.map(async (reader) => {
          let rows = 0
          let fromOrd = 0
          let delay = 0
          for (;;) {
            const records = await reader.next()
            if (records === END) break
            for (const flight of records as readonly Flight[]) {
              rows++
              if (flight.origin === 'ORD') {
                fromOrd++
                delay += flight.delay
              }
            }
          }
          expect(reader.reader.progress!()).toBe(1)
          await reader.close()
          return { rows, fromOrd, delay }
        }),
      )
      const sum = (of: 'rows' | 'fromOrd' | 'delay') => totals.reduce((total, part) => total + part[of], 0)
      expect(totals.every(({ rows }) => rows > 0)).toBe(true)
      expect(sum('rows')).toBe(3_000_000)
      expect(sum('fromOrd')).toBe(166_341)
      expect((sum('delay') / sum('fromOrd')).toFixed(4)).toBe('9.2737')
    },
  )

  it('goes on exactly behind the last record', async () => {
    const source = parquetFile<Pick<Flight, 'distance'>>(FILE, { columns: ['distance'] })
    const total = async (from?: unknown, polls = Infinity) => {
      const [drive] = await drives(source, { base: data, max: 50_000 })
      if (from !== undefined) drive.reader.restore(from)
      let [rows, distance] = [0, 0]
      for (let poll = 0; poll < polls; poll++) {
        const records = await drive.next()
        if (records === END) break
        for (const flight of records as readonly Flight[]) distance += flight.distance
        rows += (records as readonly Flight[]).length
      }
      const position = structuredClone(drive.reader.snapshot())
      await drive.close()
      return { rows, distance, position }
    }
    const all = await total()
    // Within the first row group, and within the third.
    for (const polls of [2, 15]) {
      const first = await total(undefined, polls)
      const rest = await total(first.position)
      expect(first.rows + rest.rows).toBe(3_000_000)
      expect(first.distance + rest.distance).toBe(all.distance)
    }
  })

  it('gives integers that do not fit as BigInts, missing values as null, and lists as arrays', async () => {
    const base = await folder()
    const columnData = [
      {
        name: 'big',
        data: [1n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 62n), null],
        type: 'INT64' as const,
        nullable: true,
      },
      { name: 'text', data: ['a', null, 'ä', '', 'b'], type: 'STRING' as const, nullable: true },
      { name: 'at', data: [0, 1, 2, 3, 4].map((ms) => new Date(ms)), type: 'TIMESTAMP' as const },
      { name: 'flag', data: [true, false, true, false, true], type: 'BOOLEAN' as const },
      { name: '__proto__', data: [1, 2, 3, 4, 5], type: 'INT32' as const },
      { name: 'json', data: [{ n: 1 }, [1, 2], null, 'x', 5], type: 'JSON' as const, nullable: true },
    ]
    await writeFile(`${base}/a.parquet`, Buffer.from(parquetWriteBuffer({ columnData })))
    const rows = await readAll(parquetFile('a.parquet'), { base })
    expect(rows.map((row) => columnData.map(({ name }) => Object.getOwnPropertyDescriptor(row, name)?.value))).toEqual([
      [1, 'a', new Date(0), true, 1, { n: 1 }],
      [2 ** 53 - 1, null, new Date(1), false, 2, [1, 2]],
      [2n ** 53n, 'ä', new Date(2), true, 3, null],
      [-(2n ** 62n), '', new Date(3), false, 4, 'x'],
      [null, 'b', new Date(4), true, 5, 5],
    ])
  })

  it.each([1, 2, 5])(
    'gives each row of several files once at parallelism %i, also of files without rows',
    async (parallelism) => {
      const base = await folder()
      const file = (data: number[]) =>
        Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'n', data, type: 'DOUBLE' }], rowGroupSize: 3 }))
      await writeFile(`${base}/a.parquet`, file([0, 1, 2, 3, 4, 5, 6]))
      await writeFile(`${base}/b.parquet`, file([]))
      await writeFile(`${base}/c.parquet`, file([7]))
      const rows = await readAll(parquetFile<{ n: number }>('*.parquet'), { base, parallelism, max: 2 })
      expect(rows.map(({ n }) => n).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    },
  )

  it('names a column that is not there, before anything is read', async () => {
    const error = await readAll(parquetFile(FILE, { columns: ['orign'] }), { base: data }).catch((error) => error)
    expect(error.message.replace(data, '')).toMatchInlineSnapshot(
      `"cannot read flights-3m.parquet: there is no column 'orign'; its columns are date, delay, distance, origin, destination"`,
    )
    expect(error.cure).toBe("Did you mean 'origin'?")
  })

  it('names a file that is no Parquet file', async () => {
    const base = await folder({ 'a.parquet': 'date,delay\n1,2\n', 'b.parquet': '' })
    for (const file of ['a.parquet', 'b.parquet']) {
      const error = await readAll(parquetFile(file), { base }).catch((error) => error)
      expect(error.file).toBe(`${base}/${file}`)
      expect(error.message).toContain(`cannot read ${base}/${file}: it is no Parquet file, or broken`)
    }
  })

  it('names the column and the rows that are broken', async () => {
    const base = await folder({ 'a.parquet': await readFile(data + FILE) })
    const handle = await open(`${base}/a.parquet`, 'r+')
    // The pages of a column somewhere in the middle of the file.
    await handle.write(Buffer.alloc(600_000, 0xff), 0, 600_000, 6_000_000)
    await handle.close()
    const error = await readAll(parquetFile('a.parquet', { columns: ['delay'] }), { base, max: 100_000 }).catch(
      (error) => error,
    )
    expect(error.message).toMatch(/column 'delay' is broken in rows \d+ to \d+/)
    expect(error.row).toBeGreaterThan(1)
  })
})
