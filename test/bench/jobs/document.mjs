// Model and types of a job with a number of operators, and the slowest kind of command on it, warm, after an edit of one
// character: median milliseconds.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyEdits, parse, plan } from '../../../extension/dist/document/index.js'
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

/** A command of each kind, in the middle of the job. @param parsed the job's model */
function commands({ operators, edges }) {
  const late = operators.filter(({ method }) => method === 'reduce')[(count / 20) | 0].id
  const edgeTo = (target) => edges.find((edge) => edge.target === target).id
  const [map, filter, last] = [late + 1, late + 2, late + 4]
  return [
    { command: 'addOperator', method: 'filter', at: { after: map } },
    { command: 'addOperator', method: 'map', at: { edge: edgeTo(filter) } },
    { command: 'remove', operator: filter },
    { command: 'disconnect', edge: edgeTo(map) },
    { command: 'reconnect', edge: edgeTo(map), from: 2 },
    { command: 'moveBranch', operator: map, from: 2 },
    { command: 'reorder', operator: filter, edge: edgeTo(last) },
    { command: 'duplicate', operator: filter },
    { command: 'paste', text: 'const other = env.fromCollection([1, 2]).map((n) => n + 1)', environment: 0 },
    { command: 'newEnvironment' },
    { command: 'wrapInHelper', operators: [map, filter], name: 'few', type: '{ airport: string; flights: number }' },
    { command: 'setStrategy', edge: edgeTo(map), method: 'rescale' },
    { command: 'setParallelism', operator: map, parallelism: 3 },
    { command: 'setEnvironmentParallelism', environment: 0, parallelism: 3 },
    { command: 'rename', operator: map, name: 'Pairs' },
    { command: 'setUid', operator: map, uid: 'pairs' },
    { command: 'setDescription', operator: map, description: 'One pair for each airport' },
    { command: 'setArgument', operator: filter, index: 0, text: '() => true' },
    { command: 'changeMethod', operator: map, method: 'flatMap' },
    { command: 'extract', operator: map },
  ]
}

const times = new Map()
function planned(model, command) {
  const start = performance.now()
  const outcome = plan(model, command)
  const time = performance.now() - start
  const { command: kind } = command
  if (outcome.refused !== undefined) throw new Error(`${kind} is refused: ${outcome.refused}`)
  if (!times.has(kind)) times.set(kind, [])
  times.get(kind).push(time)
  return outcome
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
  for (const command of commands(model)) {
    const { edits } = planned(model, command)
    if (command.command !== 'disconnect') continue
    const open = parse(applyEdits(text, edits))
    const to = open.operators.find(({ kind }) => kind === 'unconnected').id
    planned(open, { command: 'connect', from: 4, to })
  }
  const places = placesOf(model)
  const asked = performance.now()
  projects.open(path, { version: round, text })
  const known = projects.types(path, places, () => false)
  types.push(performance.now() - asked)
  if (known.edges.some((type) => type === null)) throw new Error('an edge has no type')
}
const plans = [...times].map(([command, all]) => [median(all.slice(3)), command]).sort(([a], [b]) => b - a)
if (process.argv[3] === 'all') for (const [time, command] of plans) console.log(command.padEnd(26), time.toFixed(2))
console.log(
  JSON.stringify({
    operators: parse(job(1)).operators.length,
    model: median(models.slice(3)),
    types: median(types.slice(3)),
    first: types[0],
    plan: plans[0][0],
    slowest: plans[0][1],
  }),
)
