/** A job in exported functions, with a default export that is called below. */
import { print } from 'millrace'
import { Environment } from 'millrace'
import type { JobHandle } from 'millrace'

export interface Letter {
  readonly from: string
  readonly pages: number
}

export const letters: readonly Letter[] = [
  { from: 'Ann', pages: 2 },
  { from: 'Ben', pages: 11 },
]

export function buildJob(): Environment {
  const env = new Environment({ parallelism: 2 })
  const incoming = env.fromCollection(letters)
  incoming
    .filter((letter) => letter.pages > 10)
    .map((letter) => `${letter.from} writes too much`)
    .sink(print())
  return env
}

export default async function run(): Promise<JobHandle> {
  const env = buildJob()
  return env.execute('letters')
}

await run()
