import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'
import { millrace } from '../../../runtime/cli/millrace.ts'
import { root } from '../../../runtime/supervisor/scripted.ts'
import { corpus } from '../corpus.ts'
import { typeErrors } from '../type-check.ts'
import { placesFor, TYPE_PRESERVING } from './places.ts'

const COMMANDS = 1_000
/** Above this many operators only commands that take some away are given. */
const MOST_OPERATORS = 40

/** The same numbers in every run (mulberry32). */
function numbers(from: number): (below: number) => number {
  let state = from
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** What was added, or is not read: taking it away changes no types. */
function isSafeToRemove({ operators, edges }: JobModel, command: Command): boolean {
  if (command.command !== 'remove') return true
  const { arguments: args, kind } = operators[command.operator]
  const readers = edges.filter(({ source }) => source === command.operator)
  return readers.length === 0 || kind === 'filter' || args[0]?.text === '(record) => record'
}

/** Gives commands one after another, each for the text that the ones before have left. */
function run(path: string, text: string, first: number, safe: boolean, look: (text: string, command: Command) => void) {
  const next = numbers(first)
  let [applied, refused] = [0, 0]
  while (applied + refused < COMMANDS) {
    const model = parse(text, { fileName: path })
    const byLabel = new Map<string, Command[]>()
    const shrink = model.operators.length > MOST_OPERATORS
    for (const [label, command] of placesFor(model, ` ${applied + refused}`)) {
      if (safe && label !== 'remove' && !TYPE_PRESERVING.has(label)) continue
      if (safe && !isSafeToRemove(model, command)) continue
      if (shrink && label !== 'remove') continue
      if (label === 'new Environment' && model.environments.length > 3) continue
      if (!byLabel.get(label)?.push(command)) byLabel.set(label, [command])
    }
    const labels = [...byLabel.keys()]
    const commands = byLabel.get(labels[next(labels.length)])!
    const command = commands[next(commands.length)]
    const outcome = plan(model, command)
    if (isRefusal(outcome)) {
      if (process.env.SURVEY) console.log(JSON.stringify(command), outcome.refused)
      refused++
      continue
    }
    applied++
    text = applyEdits(text, outcome.edits)
    look(text, command)
  }
  return { text, rate: applied / (applied + refused) }
}

/** Running a text builds the graph that is read from it. */
async function expectGraph(text: string) {
  mkdirSync(`${root}/.cache`, { recursive: true })
  const folder = mkdtempSync(`${root}/.cache/sequence-`)
  try {
    writeFileSync(`${folder}/job.flow.mts`, text)
    const { stdout, stderr } = await millrace(['graph', 'job.flow.mts', '--format', 'json'], folder)
    if (!stdout.startsWith('{')) throw new Error(stderr)
    const { operators, edges } = JSON.parse(stdout)
    const model = parse(text)
    const own = model.operators.filter(({ environment }) => environment === 0)
    const names = (list: readonly { name: string; parallelism: number }[]) =>
      list.map(({ name, parallelism }) => `${name} ${parallelism}`)
    expect(names(operators)).toEqual(names(own))
    expect(edges.length).toBe(model.edges.filter(({ target }) => model.operators[target].environment === 0).length)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const chosen = (name: string) => corpus.find((file) => file.name === name)!

describe('a thousand commands in a row', () => {
  test.each(['forks.flow.ts', 'no-semicolons.flow.ts'])(
    'that preserve types leave %s type-correct',
    async (name) => {
      const { path, text } = chosen(name)
      let count = 0
      const { text: after, rate } = run(path, text, 7, true, (now, command) => {
        if (count++ % 25 > 0) return
        const errors = typeErrors(path, now)
        if (errors.length > 0) throw new Error(`${JSON.stringify(command)}: ${errors[0].message}\n${now}`)
      })
      expect(rate).toBeGreaterThan(0.9)
      await expectGraph(after)
    },
    120_000,
  )

  test.each(['chains-in-arguments.flow.ts', 'crlf.flow.ts'])(
    'of all kinds leave a text that is read as predicted: %s',
    (name) => {
      const { path, text } = chosen(name)
      const { text: after, rate } = run(path, text, 8, false, (now) => {
        expect(parse(now, { fileName: path }).syntaxError).toBeUndefined()
      })
      expect(rate).toBeGreaterThan(0.9)
      if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    },
    120_000,
  )
})
