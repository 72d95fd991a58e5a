/** Counts the words of a text: each word that comes gives its new count, and the table shows the highest ones. */
import { Environment, table, textFile } from 'millrace'

const env = new Environment({ parallelism: 2 })

// Lines of a file beside this one
const lines = env.source(textFile('words.txt')).name('Lines')

const words = lines.flatMap((line) => line.toLowerCase().match(/[a-z]+/g) ?? []).name('Words')

// All of one word go to the same instance, which keeps its count
const counts = words
  .map((word) => ({ word, count: 1 }))
  .keyBy('word')
  .sum('count')
  .name('Counts')

counts.sink(table({ key: 'word', sortBy: 'count', descending: true, limit: 10 }))

await env.execute('word count')
