/** A job of so many operators: branches of ten, as people write them, a fork in every second one. */
export function jobOf(operators: number): string {
  const lines = [
    "import { Environment, print } from 'millrace'",
    'interface Flight { origin: string; delay: number }',
    'const env = new Environment({ parallelism: 2 })',
  ]
  for (let branch = 0; branch < operators / 10; branch++) {
    lines.push(
      `const flights${branch} = env.fromCollection<Flight>([]).filter((f) => f.delay > 15)`,
      `const late${branch} = flights${branch}.map((f) => ({ airport: f.origin, flights: 1 })).name('Late ${branch}')`,
      `late${branch}.keyBy('airport').reduce((a, b) => ({ ...a, flights: a.flights + b.flights })).setParallelism(4)`,
      `  .map((a): [string, number] => [a.airport, a.flights]).filter(([, n]) => n > 3)`,
      `  .map(([airport]) => airport).sink(print())`,
      branch % 2 === 0
        ? `late${branch}.shuffle().sink(print())`
        : `flights${branch}.map((f) => f.origin).name('Origins ${branch}')`,
    )
  }
  lines.push("await env.execute('bench')")
  return lines.join('\n')
}
