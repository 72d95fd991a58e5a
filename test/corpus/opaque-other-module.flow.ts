/** Opaque: streams that come from another module, and helpers imported from there. */
import { Environment, print } from 'millrace'
import { cleanLines, splitWords, withSink } from './lib/text-streams.ts'
import * as streams from './lib/text-streams.ts'

const env = new Environment({ parallelism: 2 })

const lines = streams.someLines(env)
const cleaned = cleanLines(lines)
const words = splitWords(cleaned).name('Words')

words
  .keyBy((word) => word)
  .sum(() => 1)
  .sink(print())

withSink(words.filter((word) => word.length > 4))
withSink(env.fromCollection(['own']))

await env.execute('words from elsewhere')
