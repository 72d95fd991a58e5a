/** Side outputs: one operator with three of them, read in different ways. */
import { Environment, outputTag, print } from 'millrace'

interface Line {
  level: 'debug' | 'info' | 'warn' | 'error'
  text: string
}

const errors = outputTag<Line>('errors')
const warnings = outputTag<string>('warnings')
export const debug = outputTag<{ text: string }>('debug')

const env = new Environment()

const split = env
  .fromCollection<Line>([
    { level: 'info', text: 'up' },
    { level: 'warn', text: 'disk 80 %' },
    { level: 'error', text: 'disk full' },
    { level: 'debug', text: 'tick' },
  ])
  .process<string>({
    onRecord(line, context, out) {
      if (line.level === 'error') context.output(errors, line)
      else if (line.level === 'warn') context.output(warnings, line.text)
      else if (line.level === 'debug') context.output(debug, { text: line.text })
      else out.collect(line.text)
    },
  })
  .name('Split by level')

split.sink(print())

split
  .sideOutput(errors)
  .keyBy('level')
  .sum(() => 1)
  .map(([level, n]) => `${level} x ${n}`)
  .sink(print())

const warned = split.sideOutput(warnings)
warned.shuffle().map((text) => text.toUpperCase()).setParallelism(2).sink(print())

split.map((text) => text.length).name('Lengths').sink()
split.sideOutput(debug).sink()

await env.execute('log levels')
