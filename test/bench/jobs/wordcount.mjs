import { Environment, generate } from 'millrace'
import { measured } from './job.mjs'
import { lines, wordsPerLine } from './words.mjs'

const count = Number(process.argv[2]) / wordsPerLine
const env = new Environment({ parallelism: 2, threads: 2 })
let last = ['', 0]
env
  .source(generate((i) => lines[i % lines.length], { count }))
  .flatMap((line) => line.split(/\s+/))
  .map((word) => [word, 1])
  .keyBy(0)
  .sum(1)
  .inspect((update) => {
    last = update
  })
await measured(env, `word count, ${last[1]}`, count * wordsPerLine)
