/** Counts the words of a text: two instances split its lines, two count, and each count is shown when it changes. */
import { Environment, print, textFile } from 'millrace'

const env = new Environment({ parallelism: 2, threads: 2 })

const lines = env.source(textFile('data/river.txt'))
const words = lines.flatMap((line) => line.toLowerCase().match(/[a-z]+/g) ?? [], 'Split')
const counts = words
  .map((word) => [word, 1], 'One each')
  .keyBy(0)
  .sum(1)
counts.map(([word, count]) => `${word} ${count}`, 'Format').sink(print())

await env.execute('word count')
