import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'
import { corpus } from '../corpus.ts'
import { typeErrors } from '../type-check.ts'
import { argumentsOf, expectBytes } from './account.ts'
import { placesFor, TYPE_PRESERVING } from './places.ts'

const files = corpus.filter(({ name }) => !name.startsWith('opaque-'))
const file = fc.constantFrom(...files)
/** Which kind of command, and where. */
const choice = fc.tuple(fc.nat(10_000), fc.nat(10_000))

/** One of the commands that make sense: every kind is as likely as another. */
function chosen(model: JobModel, [kind, place]: readonly [number, number], kinds?: ReadonlySet<string>, tag = '') {
  const byLabel = new Map<string, Command[]>()
  for (const [label, command] of placesFor(model, tag)) {
    if (kinds && !kinds.has(label)) continue
    if (!byLabel.get(label)?.push(command)) byLabel.set(label, [command])
  }
  const labels = [...byLabel.keys()]
  if (labels.length === 0) return undefined
  const label = labels[kind % labels.length]
  const commands = byLabel.get(label)!
  return { label, command: commands[place % commands.length] }
}

/** Operators in the order of the text, without what depends on where they stand in it. */
const operatorsOf = ({ operators }: JobModel) =>
  operators.map((operator) => {
    const { kind, method, name, uid, description, environment, parallelism, parallelismText, slotGroup } = operator
    const args = argumentsOf(operator)
    return { kind, method, name, uid, description, environment, parallelism, parallelismText, slotGroup, args }
  })

const edgesOf = ({ edges }: JobModel) => edges.map(({ range: _, overridden: _over, ...rest }) => rest)

/** The same for graphs that differ in nothing but the order of the text. */
function drawn(model: JobModel): string[] {
  const words = operatorsOf(model).map((operator) => JSON.stringify(operator))
  const edges = model.edges.map(
    ({ source, output, target, port, strategy, written }) =>
      `${words[source]} ${output} ${written ? strategy : ''}> ${port} ${words[target]}`,
  )
  return [...words, ...edges].sort()
}

/** What is in one list more often than in the other. */
function less(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other]
  return list.filter((item) => {
    const index = left.indexOf(item)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}

/** Checks that one model differs from the other by what a command says, told from the commands' words alone. */
function expectOnly(command: Command, before: JobModel, after: JobModel): void {
  const [was, is] = [operatorsOf(before), operatorsOf(after)]
  switch (command.command) {
    case 'rename':
    case 'setUid':
    case 'setSlotGroup':
    case 'setDescription':
    case 'setArgument':
    case 'changeMethod':
    case 'setParallelism': {
      expect(is.length).toBe(was.length)
      const others = (list: typeof was) => list.filter((_, id) => id !== command.operator)
      expect(others(is)).toEqual(others(was))
      expect(after.edges.map(({ source, target, port, output }) => [source, target, port, output])).toEqual(
        before.edges.map(({ source, target, port, output }) => [source, target, port, output]),
      )
      if (command.command === 'rename' && command.name)
        expect(after.operators[command.operator].name).toBe(command.name)
      if (command.command === 'setUid') expect(after.operators[command.operator].uid ?? null).toBe(command.uid)
      if (command.command === 'setSlotGroup')
        expect(after.operators[command.operator].slotGroup).toBe(command.group ?? 'default')
      if (command.command === 'setDescription' && command.description)
        expect(after.operators[command.operator].description).toBe(command.description)
      if (command.command === 'setArgument')
        expect(after.operators[command.operator].arguments[command.index].text).toBe(command.text)
      break
    }
    case 'setStrategy': {
      expect(is).toEqual(was)
      const changed = edgesOf(after).filter((edge, id) => JSON.stringify(edge) !== JSON.stringify(edgesOf(before)[id]))
      expect(changed.length).toBeLessThanOrEqual(1)
      break
    }
    case 'extract':
      expect([less(drawn(after), drawn(before)), less(drawn(before), drawn(after))]).toEqual([[], []])
      break
    case 'addOperator': {
      expect(after.operators.length).toBeGreaterThan(before.operators.length)
      const words = (model: JobModel) => operatorsOf(model).map((operator) => JSON.stringify(operator))
      expect(less(words(before), words(after))).toEqual([])
      break
    }
    case 'remove': {
      const source =
        before.operators[command.operator].kind === 'source' &&
        before.edges.some((edge) => edge.source === command.operator)
      const implied = before.operators[command.operator].kind === 'windowJoin' ? 2 : 0
      // Open inputs that nothing else reads go with it.
      const sources = (id: number) => before.edges.filter((edge) => edge.target === id).map((edge) => edge.source)
      const inputs = sources(command.operator).flatMap((id) => (before.operators[id].implied ? sources(id) : [id]))
      const open = [...new Set(inputs)].filter((id) => {
        const alone =
          before.edges.filter((edge) => edge.source === id).length === inputs.filter((input) => input === id).length
        return before.operators[id].kind === 'unconnected' && alone
      })
      const gone = before.operators.length - after.operators.length
      expect(source ? [0] : [1 + implied, 1 + implied + open.length]).toContain(gone)
      break
    }
    case 'disconnect':
    case 'reconnect': {
      // Edges are told by their ends' names: one goes, and at most one comes.
      const ends = (model: JobModel) => {
        const names = model.operators.map(({ method, name }) => `${method} ${name}`)
        return model.edges.map(
          ({ source, output, target, port }) => `${names[source]} ${output}> ${port} ${names[target]}`,
        )
      }
      expect(less(ends(before), ends(after)).length).toBeLessThanOrEqual(1)
      expect(less(ends(after), ends(before)).length).toBeLessThanOrEqual(1)
      break
    }
  }
}

describe('a plan', () => {
  test('changes the model by what its command says, and no byte outside of its edits', () => {
    let [applied, refused] = [0, 0]
    fc.assert(
      fc.property(file, fc.array(choice, { minLength: 1, maxLength: 6 }), ({ path, text }, choices) => {
        let now = text
        for (const pick of choices) {
          const before = parse(now, { fileName: path })
          const picked = chosen(before, pick)
          if (picked === undefined) return
          const outcome = plan(before, picked.command)
          if (isRefusal(outcome)) {
            refused++
            continue
          }
          applied++
          const next = applyEdits(now, outcome.edits)
          expectBytes(now, next, outcome)
          const after = parse(next, { fileName: path })
          expect(after.syntaxError).toBeUndefined()
          expectOnly(picked.command, before, after)
          now = next
        }
      }),
      { numRuns: 400, seed: 11 },
    )
    expect(applied / (applied + refused)).toBeGreaterThan(0.9)
  }, 120_000)
})

describe('a command and its inverse', () => {
  /** The command that takes one back, for the model it leaves. */
  function inverse(command: Command, before: JobModel, after: JobModel): Command | undefined {
    switch (command.command) {
      case 'rename': {
        const { named, name, settings, arguments: args } = before.operators[command.operator]
        // A name among the arguments that another one overrides does not come back.
        const overridden =
          settings.some(({ method }) => method === 'name') && args.some(({ text }) => /^['"]/.test(text))
        if (command.name === null && overridden) return undefined
        return { ...command, name: named ? name : null }
      }
      case 'setUid':
        return { ...command, uid: before.operators[command.operator].uid ?? null }
      case 'setSlotGroup': {
        const { slotGroup, settings } = before.operators[command.operator]
        const written = settings.some(({ method }) => method === 'slotGroup')
        return { ...command, group: written ? slotGroup : null }
      }
      case 'setDescription':
        return { ...command, description: before.operators[command.operator].description ?? null }
      case 'setParallelism': {
        const { settings, parallelism, parallelismText } = before.operators[command.operator]
        const written = settings.some(({ method }) => method === 'setParallelism')
        return { ...command, parallelism: written ? (parallelismText ?? parallelism) : null }
      }
      case 'setArgument':
        return { ...command, text: before.operators[command.operator].arguments[command.index].text }
      case 'addOperator': {
        const [old, now] = [before, after].map((model) =>
          operatorsOf(model).map((operator) => JSON.stringify(operator)),
        )
        const { at } = command
        if ('environment' in at) return undefined
        const [more] = less(now, old)
        const alike = now.flatMap((words, id) => (words === more ? [id] : []))
        // Of those that say the same it is one that reads what it was put behind; else the first that is elsewhere.
        const behind = 'after' in at ? old[at.after] : undefined
        const reads = alike.find((id) => after.edges.some((edge) => edge.target === id && now[edge.source] === behind))
        return { command: 'remove', operator: reads ?? alike.find((id) => now[id] !== old[id]) ?? alike[0] }
      }
      case 'setStrategy': {
        const { written, strategy } = before.edges[command.edge]
        if (written && strategy === 'Custom') return undefined
        return {
          command: 'setStrategy',
          edge: command.edge,
          method: written ? strategy[0].toLowerCase() + strategy.slice(1) : null,
        }
      }
      default:
        return undefined
    }
  }

  test('leave the model as it was', () => {
    let [restored, refused] = [0, 0]
    fc.assert(
      fc.property(file, choice, ({ path, text }, pick) => {
        const before = parse(text, { fileName: path })
        const picked = chosen(before, pick)
        if (picked === undefined) return
        const outcome = plan(before, picked.command)
        if (isRefusal(outcome)) return
        const between = applyEdits(text, outcome.edits)
        const after = parse(between, { fileName: path })
        const back = inverse(picked.command, before, after)
        if (back === undefined) return
        const undone = plan(after, back)
        if (isRefusal(undone)) {
          refused++
          return
        }
        restored++
        const now = drawn(parse(applyEdits(between, undone.edits), { fileName: path }))
        expect({ picked, more: less(now, drawn(before)), less: less(drawn(before), now) }).toEqual({
          picked,
          more: [],
          less: [],
        })
      }),
      { numRuns: 600, seed: 12 },
    )
    expect(restored / (restored + refused)).toBeGreaterThan(0.9)
  }, 120_000)
})

describe('types', () => {
  test('the files of the corpus have no type errors', () => {
    for (const { path, text } of files.slice(0, 20)) expect(typeErrors(path, text)).toEqual([])
  }, 120_000)

  test('a command that preserves them does so', () => {
    fc.assert(
      fc.property(file, choice, ({ path, text }, pick) => {
        const model = parse(text, { fileName: path })
        const picked = chosen(model, pick, TYPE_PRESERVING)
        if (picked === undefined) return
        const outcome = plan(model, picked.command)
        if (isRefusal(outcome)) return
        const after = applyEdits(text, outcome.edits)
        const errors = typeErrors(path, after)
        if (errors.length > 0) throw new Error(`${JSON.stringify(picked)}\n${errors[0].message}\n${after}`)
      }),
      { numRuns: 150, seed: 13 },
    )
  }, 120_000)
})
