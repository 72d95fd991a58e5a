import { defineSink, type Sink } from '../sink.ts'

/**
 * Brings the records back to the program that runs the job: `handle.results(name)`. They are all held in memory there.
 *
 * @param name of the results, `collect` by default; several sinks may share it
 */
export function collect<T>(name = 'collect'): Sink<T> {
  if (typeof name !== 'string' || name === '')
    throw new TypeError("collect takes the name of its results: collect('counts')")
  return defineSink({
    name: 'Collect',
    detail: name,
    writer: (context) => ({
      write: (records) => context.result({ kind: 'collect', name, records: [...records] }),
    }),
  })
}
