/** Streams and helpers for streams that jobs of the corpus import. */
import { type DataStream, type Environment, print } from 'millrace'

export function someLines(env: Environment): DataStream<string> {
  return env.fromCollection(['To be, or not to be', '', 'that is the question']).name('Lines')
}

export const cleanLines = (lines: DataStream<string>): DataStream<string> =>
  lines.map((line) => line.toLowerCase().replace(/[^a-z ]/g, '')).filter((line) => line !== '')

export const splitWords = (lines: DataStream<string>): DataStream<string> => lines.flatMap((line) => line.split(' '))

export function withSink(words: DataStream<string>): void {
  words.sink(print())
}
