import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** Calls with each row of the file, by a plain loop. */
async function eachFlight(columns: string[], call: (row: Record<string, unknown>) => void): Promise<void> {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')))
  const bytes = readFileSync(join(folder, 'data', 'flights-3m.parquet'))
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const STEP = 500_000
  for (let rowStart = 0; rowStart < 3_000_000; rowStart += STEP) {
    for (const row of await parquetReadObjects({ file, compressors, columns, rowStart, rowEnd: rowStart + STEP }))
      call(row)
  }
}

/** Flights and summed delay of each airport. */
export async function airports(): Promise<Map<string, { flights: number; delay: number }>> {
  const sums = new Map<string, { flights: number; delay: number }>()
  await eachFlight(['origin', 'delay'], ({ origin, delay }) => {
    const sum = sums.get(origin as string) ?? { flights: 0, delay: 0 }
    sum.flights++
    sum.delay += Number(delay)
    sums.set(origin as string, sum)
  })
  return sums
}

/** Flights that left 15 to 240 minutes late, by the hour in which they did, and airport. */
export async function lateFlights(): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  await eachFlight(['date', 'origin', 'delay'], ({ date, origin, delay }) => {
    const minutes = Number(delay)
    if (minutes < 15 || minutes > 240) return
    const left = new Date((date as Date).getTime() + minutes * 60_000)
    const hour = `${left.toISOString().slice(0, 13).replace('T', ' ')}:00 ${origin}`
    counts.set(hour, (counts.get(hour) ?? 0) + 1)
  })
  return counts
}
