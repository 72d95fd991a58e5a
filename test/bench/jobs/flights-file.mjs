import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const folder = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')))
export const flightsFile = join(folder, 'data', 'flights-3m.parquet')
