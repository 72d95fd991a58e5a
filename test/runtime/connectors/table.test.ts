import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { table } from '../../../runtime/src/connectors/index.ts'
import { Writing } from './write.ts'

interface Airport {
  readonly airport: string
  readonly flights: number
  readonly delay?: number
}

const airports: Airport[] = [
  { airport: 'ORD', flights: 1, delay: 3 },
  { airport: 'ATL', flights: 7, delay: 1 / 3 },
  { airport: 'ORD', flights: 2, delay: 9.27371 },
  { airport: 'SFO', flights: 2, delay: 1e-7 },
  { airport: 'LAX', flights: 5 },
]

describe('table', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows the latest row of each key, sorted, with numbers of at most four decimals', async () => {
    const writing = new Writing(table<Airport>({ key: 'airport', sortBy: 'flights', descending: true, limit: 3 }))
    await writing.run(airports)
    expect(writing.results.at(-1)).toEqual({
      kind: 'table',
      name: 'Table',
      columns: ['airport', 'flights', 'delay'],
      rows: [
        ['ATL', '7', '0.3333'],
        ['LAX', '5', ''],
        ['ORD', '2', '9.2737'],
      ],
      final: true,
    })
  })

  it('sorts the same way with and without a limit; rows without the value come last, ties in order of appearance', async () => {
    for (const descending of [false, true]) {
      const tables = [undefined, 100].map(async (limit) => {
        const writing = new Writing(
          table<Airport>({ key: 'airport', sortBy: 'delay', descending, limit, columns: ['airport'] }),
        )
        await writing.run(airports, [{ airport: 'JFK', flights: 1, delay: 1 / 3 }])
        const result = writing.results.at(-1)
        return result?.kind === 'table' ? result.rows.flat() : undefined
      })
      const expected = descending ? ['ORD', 'ATL', 'JFK', 'SFO', 'LAX'] : ['SFO', 'ATL', 'JFK', 'ORD', 'LAX']
      expect(await Promise.all(tables)).toEqual([expected, expected])
    }
  })

  it('takes arrays, with names for their elements, and functions', async () => {
    const writing = new Writing(
      table<[string, number]>({ key: 0, sortBy: ([, count]) => -count, columns: ['word', 'count'] }),
    )
    await writing.run([
      ['a', 1],
      ['b', 3],
      ['a', 2],
    ])
    expect(writing.results.at(-1)).toMatchObject({
      columns: ['word', 'count'],
      rows: [
        ['b', '3'],
        ['a', '2'],
      ],
    })
  })

  it('compares keys by content', async () => {
    const writing = new Writing(table<{ at: Date; n: number }>({ key: 'at' }))
    await writing.run([
      { at: new Date(0), n: 1 },
      { at: new Date(0), n: 2 },
    ])
    expect(writing.results.at(-1)).toMatchObject({ rows: [['1970-01-01T00:00:00.000Z', '2']] })
  })

  it('keeps a cell on its line', async () => {
    const writing = new Writing(table<string>({ key: (text) => text }))
    await writing.run(['a\nb\u001b[2J'])
    expect(writing.results.at(-1)).toMatchObject({ columns: ['value'], rows: [['a b [2J']] })
  })

  it('is sent at most four times a second, the last state soon also when no record comes, and a final one', async () => {
    const writing = new Writing(table<Airport>({ key: 'airport' }))
    const shown = () => writing.results.map((result) => result.kind === 'table' && [result.rows.length, result.final])
    await writing.write(airports.slice(0, 1))
    for (let i = 0; i < 100; i++) await writing.write(airports)
    expect(shown()).toEqual([[1, false]])
    await vi.advanceTimersByTimeAsync(250)
    expect(shown()).toEqual([
      [1, false],
      [4, false],
    ])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(writing.results).toHaveLength(2)
    await writing.commit()
    expect(shown().at(-1)).toEqual([4, true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no timer after a failure', async () => {
    const writing = new Writing(table<Airport>({ key: 'airport' }))
    await writing.write(airports)
    await writing.write(airports)
    await writing.abort()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('shows all keys together, hence has one instance, and needs a key', () => {
    expect(table({ key: 'a' }).singleInstance).toBe('a table shows all keys together')
    expect(() => table({} as never)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: table takes the key of its rows: table({ key: 'airport' })]`,
    )
    expect(() => table({ key: 'a', limit: 0 })).toThrow(RangeError)
  })
})
