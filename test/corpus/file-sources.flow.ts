/** Sources and sinks that are files, with their options; what they are called when nobody names them. */
import { csvFile, csvFileSink, discard, Environment, jsonLinesFile, jsonLinesFileSink, textFile, textFileSink } from 'millrace'

interface Station {
  name: string
  metres: number
}

const env = new Environment({ parallelism: 2 })

const lines = env.readTextFile('lib/stations.csv')
const again = env.source(textFile('lib/stations.csv'), 'Stations again')
const rows = env.source(csvFile<Station>('lib/stations.csv', { header: ['name', 'metres'], columns: { metres: 'number' } }))
const json = env.source(jsonLinesFile<{ name: string }>('lib/stations.jsonl'))

lines.union(again).map((line) => line.split(',')[0]).sink(textFileSink('.millrace/corpus/names.txt'))
rows.filter((row) => row.metres > 500).sink(csvFileSink('.millrace/corpus/high.csv'))
rows.map(({ name }) => ({ name })).union(json).sink(jsonLinesFileSink('.millrace/corpus/names.jsonl')).name('Names')
json.sink(discard())

await env.execute('stations')
