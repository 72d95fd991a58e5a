import { describe, expect, test } from 'vitest'
import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'
import { syntaxOf } from '../../../../extension/src/document/syntax.ts'
import { corpus } from '../corpus.ts'
import { placesFor } from './places.ts'

interface Count {
  applied: number
  readonly refused: Map<string, { count: number; readonly example: string }>
}

function survey(): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const { name, path, text } of corpus) {
    const whole = parse(text, { fileName: path })
    for (const [model, label, command] of [...commandsFor(whole), ...connectionsFor(whole, path)]) {
      const count = counts.get(label) ?? { applied: 0, refused: new Map() }
      counts.set(label, count)
      const outcome = plan(model, command)
      if (!isRefusal(outcome)) {
        count.applied++
        continue
      }
      const reason = general(outcome.refused, model)
      const known = count.refused.get(reason)
      if (known) known.count++
      else count.refused.set(reason, { count: 1, example: `${name} ${JSON.stringify(command)}` })
    }
  }
  return counts
}

const commandsFor = (model: JobModel) =>
  [...placesFor(model)].map(([label, command]) => [model, label, command] as const)

/** Every stream of a job, one after another, to an operator that was just put beside it. */
function connectionsFor(model: JobModel, path: string): (readonly [JobModel, string, Command])[] {
  const added = plan(model, { command: 'addOperator', method: 'inspect', at: { environment: 0 } })
  if (isRefusal(added)) return []
  const beside = parse(applyEdits(syntaxOf(model)!.source.text, added.edits), { fileName: path })
  const { operators } = beside
  const to = operators.findLast(({ kind, environment }) => kind === 'inspect' && environment === 0)!
  const sites = operators.map(({ range }) => range.offset)
  return operators
    .filter(({ id, kind, environment, implied, range, group }) => {
      const once = sites.indexOf(range.offset) === sites.lastIndexOf(range.offset)
      const makes = kind !== 'sink' && kind !== 'opaque' && kind !== 'unconnected'
      // What a function makes has no name outside of it.
      return makes && once && !implied && group === undefined && environment === 0 && id !== to.id
    })
    .map(({ id }) => [beside, 'connect', { command: 'connect', from: id, to: to.id }] as const)
}

/** A reason without the names of the file it was given for. */
function general(reason: string, { operators }: JobModel): string {
  let text = reason.replace(/`[^`]*`|\(.*\)/g, '…').replace(/^the (text|argument) (.*): .*/, 'the $1 $2')
  for (const { name } of operators) if (name.length > 1) text = text.replaceAll(name, '…')
  return text.replace(/\d+/g, 'N')
}

describe('over the whole corpus', () => {
  test('at least 95 % of each command are carried out, where it makes sense', () => {
    const counts = survey()
    const lines = [...counts].map(([label, { applied, refused }]) => {
      const total = [...refused.values()].reduce((sum, { count }) => sum + count, 0)
      const reasons = [...refused]
        .sort(([, a], [, b]) => b.count - a.count)
        .map(([reason, { count, example }]) => {
          if (process.env.SURVEY) console.log(label, count, reason, '|', example)
          return `\n    ${count} ${reason}`
        })
      return `${label}: ${applied} applied, ${total} refused${reasons.join('')}`
    })
    for (const [label, { applied, refused }] of counts) {
      const total = [...refused.values()].reduce((sum, { count }) => sum + count, 0)
      expect.soft(applied / (applied + total), label).toBeGreaterThanOrEqual(0.95)
    }
    expect(lines.join('\n')).toMatchSnapshot()
  }, 120_000)
})
