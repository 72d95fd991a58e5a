// Opaque: streams that depend on if, ?:, &&, ??, switch and a parameter
import { Environment, print } from 'millrace'

const env = new Environment()
const fast = env.parameter('fast', true)
const mode = env.parameter('mode', 'count')

const ticks = env.fromCollection([1, 2, 3, 4])
const chosen = fast ? ticks.filter((t) => t % 2 === 0) : ticks
let shown = chosen.map((t) => t * 10)

if (mode === 'count') {
  shown = shown.keyBy((t) => t).sum(() => 1).map(([, times]) => times)
} else {
  shown = shown.map((t) => -t)
}

shown.sink(print())

fast && ticks.sink(console.log)

switch (mode) {
  case 'count':
    ticks.name('Counted').sink()
    break
  default:
    ticks.inspect(() => {})
}

try {
  ticks.map((t) => t + 0.5).sink(print())
} finally {
  console.log('built')
}

await env.execute('ticks')
