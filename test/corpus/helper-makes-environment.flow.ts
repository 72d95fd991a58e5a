/** A helper that makes the Environment, one that builds the job on it, one that executes it. */
import { Environment, print } from 'millrace'

function environment(parallelism: number) {
  return new Environment({ parallelism, threads: 2 })
}

function build(env: Environment): void {
  const tides = env.fromCollection([
    { harbour: 'Emden', cm: 310 },
    { harbour: 'Husum', cm: 340 },
    { harbour: 'Emden', cm: 295 },
  ])
  const highest = tides.keyBy('harbour').reduce((a, b) => (a.cm > b.cm ? a : b))
  highest.map(({ harbour, cm }) => `${harbour}: ${cm} cm`).sink(print())
}

async function run(env: Environment, name: string) {
  const job = await env.execute(name)
  return job.waitFinish()
}

const env = environment(2)
build(env)
await run(env, 'tides')
