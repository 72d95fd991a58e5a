import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  newErrors,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'
import { corpus } from '../corpus.ts'
import { typeErrors } from '../type-check.ts'
import { placesFor } from './places.ts'

const [{ path }] = corpus

function errorsOf(text: string, command: Command): string[] {
  const model = parse(text, { fileName: path })
  const outcome = plan(model, command)
  if (isRefusal(outcome)) throw new Error(outcome.refused)
  const after = parse(applyEdits(text, outcome.edits), { fileName: path })
  return newErrors(model, outcome, (now) => typeErrors(path, now)).map(
    ({ operator, message }) => `${operator === undefined ? '' : after.operators[operator].name}: ${message}`,
  )
}

const text = `import { Environment, print } from 'millrace'
const env = new Environment()
const words = env.fromCollection(['a', 'b'])
words.map((word) => word.length, 'Lengths').filter((n) => n.toFixed() === '1', 'Ones').sink(print())
const wrong: number = 'known already'
await env.execute()
`

describe('the type errors that a plan will cause', () => {
  test('are those that were not there before, with their operators', () => {
    expect(
      errorsOf(text, { command: 'setArgument', operator: 1, index: 0, text: '(word) => word.toUpperCase()' }),
    ).toMatchInlineSnapshot(`
      [
        "Ones: Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
      ]
    `)
    expect(errorsOf(text, { command: 'remove', operator: 1 })).toMatchInlineSnapshot(`
      [
        "Ones: Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
      ]
    `)
    expect(errorsOf(text, { command: 'setArgument', operator: 0, index: 0, text: '[1, 2]' })).toMatchInlineSnapshot(`
      [
        "Lengths: Property 'length' does not exist on type 'number'.",
      ]
    `)
  })

  test('are none where types are kept', () => {
    expect(errorsOf(text, { command: 'rename', operator: 1, name: 'Other' })).toEqual([])
    expect(errorsOf(text, { command: 'addOperator', method: 'filter', at: { after: 1 } })).toEqual([])
  })

  /** What an operator is known by on both sides of a change: its function. */
  const wordsOf = ({ arguments: args, method, kind }: JobModel['operators'][number]) =>
    ['union', 'windowJoin', 'intervalJoin'].includes(kind) ? kind : (args[0]?.text.replace(/\s+/g, ' ') ?? method)

  /** The operators whose input a command may change: those it names, and all behind them. */
  function downstream({ edges, operators }: JobModel, starts: readonly number[]): Set<string> {
    const seen = new Set(starts)
    for (const id of seen) for (const { source, target } of edges) if (source === id) seen.add(target)
    return new Set([...seen].map((id) => wordsOf(operators[id])))
  }

  test('lie in operators downstream of the change', () => {
    const kinds = new Set(['remove', 'disconnect', 'change method', 'move a branch', 'reorder'])
    // Opaque code, and dead code, may read a stream in no operator at all.
    const files = corpus.filter(({ name }) => !name.startsWith('opaque-') && name !== 'sloppy.flow.ts')
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(10_000), (file, pick) => {
        const model = parse(file.text, { fileName: file.path })
        const commands = [...placesFor(model)].filter(([label]) => kinds.has(label)).map(([, command]) => command)
        if (commands.length === 0) return
        const command = commands[pick % commands.length]
        const outcome = plan(model, command)
        if (isRefusal(outcome)) return
        const after = parse(applyEdits(file.text, outcome.edits), { fileName: file.path })
        const starts =
          command.command === 'disconnect'
            ? [model.edges[command.edge].target]
            : 'operator' in command
              ? [command.operator]
              : []
        if (command.command === 'reorder') starts.push(model.edges[command.edge].target)
        const behind = downstream(model, starts).add('unconnected')
        for (const { operator, message } of newErrors(model, outcome, (now) => typeErrors(file.path, now))) {
          if (operator === undefined)
            throw new Error(`${JSON.stringify(command)} in ${file.name}: ${message} in no operator`)
          expect([file.name, command, message, behind.has(wordsOf(after.operators[operator]))]).toEqual([
            file.name,
            command,
            message,
            true,
          ])
        }
      }),
      { numRuns: 80, seed: 14 },
    )
  }, 120_000)
})
