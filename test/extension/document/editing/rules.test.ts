import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JobModel, parse } from '../../../../extension/src/document/index.ts'
import { corpus } from '../corpus.ts'
import { typeErrors } from '../type-check.ts'
import {
  type Account,
  type AccountEdge,
  accountOf,
  downstreamOf,
  isOwn,
  linesOf,
  namesIn,
  readable,
  withOpen,
  without,
  wordsOf,
} from './account.ts'
import { Tally } from './tally.ts'

// What each command makes of a job is told here once more, by its definition alone.

const files = corpus.filter(({ name }) => !name.startsWith('opaque-'))
const file = fc.constantFrom(...files)
const number = fc.nat(10_000)

function expectAccount(after: JobModel, expected: Account, told: unknown): void {
  const [is, should] = [linesOf(accountOf(after)), linesOf(expected)]
  expect({ told, lines: is }).toEqual({ told, lines: should })
}

/** All names that were declared are so still; new ones may have come. */
function expectNames(before: string, after: string): void {
  expect(namesIn(after)).toEqual(expect.arrayContaining([...namesIn(before)]))
}

/** Operators whose inputs are open when they are added by themselves. */
const ALONE = ['map', 'sink', 'keyBy', 'union', 'intervalJoin', 'windowJoin', 'sum', 'window.count', 'asyncMap']
describe('when_operatorIsConnected', () => {
  test('then_itReadsTheStreamAndItsOpenInputIsGone', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, fc.constantFrom(...ALONE), number, number, number, ({ path, text }, method, job, at, which) => {
        const { environments } = parse(text, { fileName: path })
        const environment = job % environments.length
        const start = withOpen(text, path, method, environment)
        if (start === undefined) return
        const { model, whole } = start
        const open = model.operators.filter((o) => o.kind === 'unconnected' && o.environment === environment)
        if (open.length === 0) return
        const { id } = open[which % open.length]
        // Either at the open input itself, or at what reads it.
        const reader = model.edges.filter(({ source }) => source === id)[which % 2]
        const downstream = downstreamOf(model, id)
        const sources = readable(model, environment).filter((operator) => !downstream.has(operator.id))
        if (sources.length === 0) return
        const { id: from } = sources[at % sources.length]
        const direct = reader && !model.operators[reader.target].implied && which % 3 > 0
        const target = direct ? { to: reader.target, port: reader.port } : { to: id }
        const done = tally.give(whole, { command: 'connect', from, ...target }, path)
        if (done === undefined) return
        const { operators, edges } = accountOf(model)
        const read = edges.map((edge) => (edge.source === id ? { ...edge, source: from, output: 'main' } : edge))
        const expected = without({ operators, edges }, new Set([id]), read)
        expectAccount(done.after, expected, { whole, from, target })
        expectNames(whole, done.text)
      }),
      { numRuns: 300, seed: 21 },
    )
    tally.expectMost(150)
  }, 120_000)

  test('then_unionReadsOneMore', () => {
    const tally = new Tally()
    const unions = files.filter(({ text, path }) =>
      parse(text, { fileName: path }).operators.some(({ kind }) => kind === 'union'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...unions), number, number, ({ path, text }, which, at) => {
        const model = parse(text, { fileName: path })
        const targets = model.operators.filter((o) => o.kind === 'union' && isOwn(model, o) && o.group === undefined)
        if (targets.length === 0) return
        const { id: to, environment } = targets[which % targets.length]
        const downstream = downstreamOf(model, to)
        const open = model.edges.some(
          ({ source, target }) => target === to && model.operators[source].kind === 'unconnected',
        )
        const sources = readable(model, environment).filter(({ id }) => !downstream.has(id))
        if (sources.length === 0 || open) return
        const { id: from } = sources[at % sources.length]
        const done = tally.give(text, { command: 'connect', from, to }, path)
        if (done === undefined) return
        const { operators, edges } = accountOf(model)
        const added: AccountEdge = { source: from, output: 'main', target: to, port: 0, strategy: '' }
        expectAccount(done.after, { operators, edges: [...edges, added] }, { text, from, to })
        expectNames(text, done.text)
      }),
      { numRuns: 150, seed: 22 },
    )
    tally.expectMost(80)
  }, 120_000)
})

describe('when_branchIsMoved', () => {
  test('then_itReadsTheOtherStreamAndNothingElseChanges', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, number, number, ({ path, text }, which, at) => {
        const model = parse(text, { fileName: path })
        const movable = model.edges.filter(({ source, target, strategy, written }) => {
          const [from, to] = [model.operators[source], model.operators[target]]
          const single = model.edges.filter((edge) => edge.target === target).length === 1
          const keys = strategy === 'ShuffleByKey' && !written
          return (
            single &&
            !keys &&
            isOwn(model, to) &&
            to.group === undefined &&
            from.kind !== 'opaque' &&
            isOwn(model, from)
          )
        })
        if (movable.length === 0) return
        const edge = movable[which % movable.length]
        const downstream = downstreamOf(model, edge.target)
        const { environment } = model.operators[edge.target]
        const sources = readable(model, environment).filter(({ id }) => !downstream.has(id) && id !== edge.source)
        if (sources.length === 0) return
        const { id: from } = sources[at % sources.length]
        const done = tally.give(text, { command: 'moveBranch', operator: edge.target, from }, path)
        if (done === undefined) return
        const { operators, edges } = accountOf(model)
        // The first edge of several branches of one open input: that stays where nothing reads it any more.
        const moved = (strategy: string) =>
          linesOf({
            operators,
            edges: edges.map((other, id) =>
              id === edge.id ? { ...other, source: from, output: 'main', strategy } : other,
            ),
          })
        // A partition call stays with the operator, or with the variable it was written for.
        const is = linesOf(accountOf(done.after))
        const told = { text, edge, from }
        const own = JSON.stringify(is) === JSON.stringify(moved(edges[edge.id].strategy))
        if (!own) expect({ told, is }).toEqual({ told, is: moved('') })
        expectNames(text, done.text)
      }),
      { numRuns: 300, seed: 23 },
    )
    tally.expectMost(150)
  }, 120_000)
})

describe('when_operatorsAreWrappedInHelper', () => {
  test('then_theJobIsTheSameAndTheyAreAGroup', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, number, fc.nat(3), ({ path, text }, which, more) => {
        const model = parse(text, { fileName: path })
        const heads = model.edges.filter(({ target, source, strategy, written }) => {
          const to = model.operators[target]
          const single = model.edges.filter((edge) => edge.target === target).length === 1
          const known = model.operators[source].kind !== 'opaque'
          const keys = strategy === 'ShuffleByKey' && !written
          return (
            single &&
            known &&
            !keys &&
            isOwn(model, to) &&
            to.group === undefined &&
            !['union', 'connect', 'windowJoin', 'intervalJoin'].includes(to.kind)
          )
        })
        if (heads.length === 0) return
        const selection = [heads[which % heads.length].target]
        while (selection.length <= more) {
          const last = selection[selection.length - 1]
          const readers = model.edges.filter(({ source }) => source === last)
          const next = readers[0] && model.operators[readers[0].target]
          const goesOn =
            readers.length === 1 &&
            model.operators[last].variable === undefined &&
            isOwn(model, next) &&
            model.edges.filter(({ target }) => target === next.id).length === 1
          if (!goesOn) break
          selection.push(next.id)
        }
        // What needs the keys of the last one stays with it.
        const last = selection[selection.length - 1]
        const needsKeys = model.edges.some(
          ({ source, strategy, written }) => source === last && strategy === 'ShuffleByKey' && !written,
        )
        if (needsKeys) return
        const name = 'aNewHelper'
        const done = tally.give(text, { command: 'wrapInHelper', operators: selection, name, type: 'any' }, path)
        if (done === undefined) return
        expectAccount(done.after, accountOf(model), { text, selection })
        const group = done.after.groups.find((known) => known.name === name)!
        const inside = done.after.operators.filter((operator) => operator.group === group.id)
        expect(inside.map((operator) => wordsOf(operator, done.after)).sort()).toEqual(
          selection.map((id) => wordsOf(model.operators[id], model)).sort(),
        )
        const groups = (list: JobModel['groups']) => list.map((known) => known.name).sort()
        expect(groups(done.after.groups)).toEqual([...groups(model.groups), name].sort())
      }),
      { numRuns: 300, seed: 24 },
    )
    tally.expectMost(150)
  }, 120_000)
})

describe('when_environmentIsAdded', () => {
  test('then_thereIsOneMoreEmptyJobAndTheOthersAreTheSame', () => {
    const tally = new Tally()
    for (const { path, text } of files) {
      const done = tally.give(text, { command: 'newEnvironment', name: 'A New Job' }, path)
      if (done === undefined) continue
      const { before, after } = done
      expectAccount(after, accountOf(before), text)
      expect(after.environments.length).toBe(before.environments.length + 1)
      const names = ({ environments }: JobModel) => environments.map(({ name }) => name ?? '')
      expect(names(after).sort()).toEqual([...names(before), 'A New Job'].sort())
      const { id } = after.environments.find(({ name }) => name === 'A New Job')!
      expect(after.operators.filter(({ environment }) => environment === id)).toEqual([])
      expectNames(text, done.text)
    }
    tally.expectMost(50)
  }, 120_000)
})

describe('when_aJobIsPastedIntoAnotherOne', () => {
  /** Nothing but the package is imported, and all of it is one job at the top of the file. */
  const jobs = files.filter(({ path, text }) => {
    const model = parse(text, { fileName: path })
    const others = [...text.matchAll(/^\s*(?:import|\} from)\b.*$/gm)].some(
      ([line]) => /from\s|import\s*['"]/.test(line) && !/['"]millrace['"]/.test(line),
    )
    return (
      !others &&
      model.environments.length === 1 &&
      /^(?:export )?const \w+(?:: Environment)? = new Environment\(/m.test(text) &&
      model.operators.every(({ kind }) => kind !== 'opaque')
    )
  })

  /** What is told of an operator wherever it stands: names of variables in its arguments may be others there. */
  const plainly = (
    { kind, method, name, description, uid, slotGroup }: JobModel['operators'][number],
    uids: ReadonlySet<string>,
  ) =>
    JSON.stringify([kind, method, name, description, uid !== undefined && uids.has(uid) ? undefined : uid, slotGroup])

  function plainLines({ operators, edges }: JobModel, uids: ReadonlySet<string>): string[] {
    const words = operators.map((operator) => plainly(operator, uids))
    const joined = edges.map(
      ({ source, output, target, port, strategy, written }) =>
        `${words[source]} ${output} ${written ? strategy : ''}> ${port} ${words[target]}`,
    )
    return [...words, ...joined]
  }

  test('then_bothAreThereWithoutOneUidTwice', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, fc.constantFrom(...jobs), number, (into, pasted, job) => {
        const model = parse(into.text, { fileName: into.path })
        const environment = job % model.environments.length
        const done = tally.give(into.text, { command: 'paste', text: pasted.text, environment }, into.path)
        if (done === undefined) return
        const uids = new Set(model.operators.flatMap(({ uid }) => uid ?? []))
        const own = parse(pasted.text, { fileName: pasted.path })
        const none = new Set<string>()
        const told = { into: into.path, pasted: pasted.path }
        expect({ told, lines: plainLines(done.after, none).sort() }).toEqual({
          told,
          lines: [...plainLines(model, none), ...plainLines(own, uids)].sort(),
        })
        expect(done.after.environments.length).toBe(model.environments.length)
      }),
      { numRuns: 200, seed: 25 },
    )
    tally.expectMost(150)
  }, 120_000)

  test('then_textIsAsTypeCorrectAsBefore', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(fc.constantFrom(...jobs), fc.constantFrom(...jobs), fc.boolean(), (into, other, twice) => {
        const pasted = twice ? into : other
        const done = tally.give(into.text, { command: 'paste', text: pasted.text, environment: 0 }, into.path)
        if (done === undefined) return
        const told = { pasted: pasted.path, text: done.text }
        expect({ told, errors: typeErrors(into.path, done.text) }).toEqual({ told, errors: [] })
      }),
      { numRuns: 60, seed: 26 },
    )
    tally.expectMost(50)
  }, 120_000)
})
