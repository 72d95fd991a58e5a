import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** Flights and summed delay of each airport, by a plain loop over the file. */
export async function airports(): Promise<Map<string, { flights: number; delay: number }>> {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')))
  const bytes = readFileSync(join(folder, 'data', 'flights-3m.parquet'))
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const sums = new Map<string, { flights: number; delay: number }>()
  const STEP = 500_000
  for (let rowStart = 0; rowStart < 3_000_000; rowStart += STEP) {
    const rows = await parquetReadObjects({
      file,
      compressors,
      columns: ['origin', 'delay'],
      rowStart,
      rowEnd: rowStart + STEP,
    })
    for (const { origin, delay } of rows) {
      const sum = sums.get(origin) ?? { flights: 0, delay: 0 }
      sum.flights++
      sum.delay += Number(delay)
      sums.set(origin, sum)
    }
  }
  return sums
}
