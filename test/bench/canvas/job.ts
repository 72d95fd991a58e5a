/** A job of so many operators whose diagram suits a screen: long branches, a fork in every fifth one. */
export function jobOf(operators: number): string {
  const lines = [
    "import { Environment, print } from 'millrace'",
    'interface Flight { origin: string; delay: number }',
    'const env = new Environment({ parallelism: 2 })',
  ]
  const length = Math.round(Math.sqrt(operators * 0.46))
  let count = 0
  for (let branch = 0; count < operators; branch++) {
    lines.push(`const flights${branch} = env.fromCollection<Flight>([]).filter((f) => f.delay > 15)`)
    lines.push(`flights${branch}.keyBy('origin').reduce((a) => a).setParallelism(4)`)
    for (let step = 5; step < length; step++) {
      const shuffled = step % 6 === 0 ? '.shuffle()' : ''
      lines.push(`  ${shuffled}.map((f) => ({ ...f, delay: f.delay + ${step} })).name('Step ${branch}.${step}')`)
    }
    lines.push('  .sink(print())')
    if (branch % 5 === 0) lines.push(`flights${branch}.shuffle().sink(print())`)
    count += length + (branch % 5 === 0 ? 1 : 0)
  }
  lines.push("await env.execute('bench')")
  return lines.join('\n')
}
