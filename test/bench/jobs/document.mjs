// Model and types of a job with a number of operators, warm, after an edit of one character: median milliseconds.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '../../../extension/dist/document/index.js'
import { placesOf } from '../../../extension/dist/language/types/places.js'
import { Projects } from '../../../extension/dist/language/types/projects.js'

const count = Number(process.argv[2])
const root = fileURLToPath(new URL('../../..', import.meta.url))
const ROUNDS = 15

/** Branches of ten operators each, as people write them. `edit` changes one function. */
function job(edit) {
  const lines = [
    "import { Environment, print } from 'millrace'",
    'interface Flight { origin: string; delay: number }',
    'const env = new Environment({ parallelism: 2 })',
  ]
  for (let branch = 0; branch < count / 10; branch++) {
    lines.push(
      `const flights${branch} = env.fromCollection<Flight>([]).filter((f) => f.delay > ${branch === 0 ? edit : 15})`,
      `const late${branch} = flights${branch}.map((f) => ({ airport: f.origin, hours: f.delay / 60, flights: 1 })).name('Late ${branch}')`,
      `late${branch}.keyBy('airport').reduce((a, b) => ({ ...a, flights: a.flights + b.flights })).setParallelism(4)`,
      `  .map((a): [string, number] => [a.airport, a.flights]).filter(([, n]) => n > 3)`,
      `  .flatMap(([airport, n]) => Array.from({ length: n }, () => airport)).map((airport) => airport.length).sink(print())`,
    )
  }
  lines.push("await env.execute('bench')")
  return lines.join('\n')
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
const path = `${root}bench.flow.ts`
const projects = new Projects({
  libFolder: dirname(createRequire(import.meta.url).resolve('typescript')),
  ownFolder: root,
})
const models = []
const types = []
for (let round = 0; round < ROUNDS; round++) {
  const text = job(100 + round)
  const start = performance.now()
  const model = parse(text)
  models.push(performance.now() - start)
  const places = placesOf(model)
  const asked = performance.now()
  projects.open(path, { version: round, text })
  const known = projects.types(path, places, () => false)
  types.push(performance.now() - asked)
  if (known.edges.some((type) => type === null)) throw new Error('an edge has no type')
}
console.log(
  JSON.stringify({
    operators: parse(job(1)).operators.length,
    model: median(models.slice(3)),
    types: median(types.slice(3)),
    first: types[0],
  }),
)
