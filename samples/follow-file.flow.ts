/**
 * Goes on with a log file as it grows, is rotated or cut off, until Ctrl+C: counts the lines of each level.
 * Try it: `millrace run follow-file.flow.ts`, and in another terminal `echo "ERROR disk full" >> data/app.log`.
 */
import { Environment, print, textFile } from 'millrace'

const env = new Environment()
const file = env.parameter('file', 'data/app.log')

env
  .source(textFile(file, { follow: true }))
  .map((line): [string, number] => [line.split(' ')[0], 1])
  .keyBy(0)
  .sum(1)
  .map(([level, count]) => `${level} ${count}`)
  .sink(print())

await env.execute('follow a file')
