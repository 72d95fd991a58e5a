/** Parallelism from constants: of the environment, of operators, computed from each other. */
import { Environment, generate, print } from 'millrace'

const CORES = 2
const READERS = CORES * 2
const WRITERS = READERS / 4

const env = new Environment({ parallelism: CORES, threads: 2 })

const frames = env
  .source(generate((i) => ({ player: `p${i % 4}`, frame: i, ms: 16 + (i % 5) }), { count: 40 }))
  .setParallelism(READERS)

frames
  .filter((frame) => frame.ms > 17)
  .name('Slow frames')
  .keyBy('player')
  .setParallelism(Math.max(1, CORES - 1))
  .sum('ms')
  .setParallelism(3)
  .map((sum) => `${sum.player} ${sum.ms}`)
  .setParallelism(WRITERS)
  .sink(print())

frames.forward().inspect(() => undefined).setParallelism(READERS)

await env.execute('frames')
