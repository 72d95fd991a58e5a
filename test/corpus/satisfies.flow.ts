/** `satisfies`, `as`, `!` and parentheses around streams and their arguments. */
import { type DataStream, Environment, type EnvironmentConfig, print } from 'millrace'

type Point = { x: number; y: number }

const config = { parallelism: 2, threads: 2 } satisfies EnvironmentConfig

const env = new Environment({ parallelism: 2, threads: 2 } satisfies EnvironmentConfig)

const points = env.fromCollection([
  { x: 1, y: 2 },
  { x: -3, y: 4 },
] satisfies Point[]) satisfies DataStream<Point>

const moved = (points.map((p) => ({ x: p.x + 1, y: p.y })) as DataStream<Point>)!
  .filter((p) => p.x > 0)
  .name('Moved' satisfies string) as DataStream<Point>

;((moved as DataStream<unknown>) as DataStream<Point>)
  .map((p: Point): string => `${p.x}/${p.y}`)
  .sink(print())

;(((points)).keyBy('x' as const)).sum('y').setParallelism(config.parallelism).sink(console.log)

await (env.execute('points') satisfies Promise<unknown>)
