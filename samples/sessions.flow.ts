/** Session windows: what each visitor read in one go, which ends when nothing comes for a minute. */
import { Environment, jsonLinesFile, print, session } from 'millrace'

interface Visit {
  user: string
  page: string
  at: string
}

const SECOND = 1_000

const env = new Environment()

env
  .source(jsonLinesFile<Visit>('data/visits.jsonl'))
  .assignTimestamps((visit) => Date.parse(visit.at), { outOfOrderness: 90 * SECOND })
  .keyBy('user')
  .window(session(60 * SECOND))
  .process((user, { start, end }, visits) => {
    const seconds = (end - start) / SECOND - 60
    return [`${user}: ${visits.length} ${visits.length === 1 ? 'page' : 'pages'} in ${seconds} s`]
  })
  .sink(print())

await env.execute('sessions')
