// Runs the sides of a comparison, each as a process of its own, in turns.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Runs a script that prints one line of JSON as its last line, and returns that. */
export function run(script, { args = [], env = {} } = {}) {
  const ran = spawnSync(process.execPath, [here(script), ...args.map(String)], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 600_000,
    maxBuffer: 1 << 26,
  })
  if (ran.status !== 0) throw new Error(`${script} ended with ${ran.status ?? ran.signal}:\n${ran.stderr}${ran.stdout}`)
  return JSON.parse(ran.stdout.trim().split('\n').at(-1))
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

/**
 * Measures several sides in turns, so that a machine whose speed drifts treats them alike.
 *
 * @param sides functions that measure once and return a number
 * @returns the medians, by side
 */
export function inTurns(sides, rounds = 5) {
  const figures = Object.fromEntries(Object.keys(sides).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(sides)) figures[name].push(measure())
  }
  return {
    all: figures,
    ...Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, median(values)])),
  }
}

/** Records per second of a script that prints `{ records, ms }`. */
export const rate = (script, options) => () => {
  const { records, ms } = run(script, options)
  return (records / ms) * 1000
}
