/** Counts the words of a text while it is read: each word that comes gives its new count. */
import { Environment, print, textFile } from 'millrace'

const env = new Environment({ parallelism: 2, threads: 2 })

const words = env
  .source(textFile('data/the-mill.txt'))
  .flatMap((line) => line.toLowerCase().match(/[a-z]+/g) ?? [])
  .name('Words')

const counts = words
  .map((word) => [word, 1])
  .keyBy(0)
  .sum(1)
  .name('Counts')

counts.sink(print())

await env.execute('word count')
