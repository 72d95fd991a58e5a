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
import { accountOf, downstreamOf, isOwn, linesOf, readable, withOpen, wordsOf } from './account.ts'

const files = corpus.filter(({ name }) => !name.startsWith('opaque-'))
const file = fc.constantFrom(...files)
const number = fc.nat(10_000)

/** Counts what goes there and back; a way back that is refused is counted, one that leads elsewhere is a fault. */
class Ways {
  back = 0
  readonly refused = new Map<string, number>()

  /** @param inverse the command that takes the first one back, for the model that it leaves */
  go(text: string, path: string, command: Command, inverse: (after: JobModel) => Command | undefined): void {
    const before = parse(text, { fileName: path })
    const there = plan(before, command)
    if (isRefusal(there)) return
    const between = applyEdits(text, there.edits)
    const after = parse(between, { fileName: path })
    const back = inverse(after)
    if (back === undefined) return
    const home = plan(after, back)
    if (isRefusal(home)) {
      this.refused.set(home.refused, (this.refused.get(home.refused) ?? 0) + 1)
      return
    }
    this.back++
    const told = { text, command, between, back }
    const now = parse(applyEdits(between, home.edits), { fileName: path })
    expect({ told, lines: linesOf(accountOf(now)) }).toEqual({ told, lines: linesOf(accountOf(before)) })
  }

  expectMost(least: number): void {
    const refused = [...this.refused.values()].reduce((sum, count) => sum + count, 0)
    const told = JSON.stringify([...this.refused])
    expect(this.back, told).toBeGreaterThan(least)
    expect(this.back / (this.back + refused), told).toBeGreaterThan(0.9)
  }
}

/** The operator that says the same in another model; undefined where several do. */
function sameIn(other: JobModel, model: JobModel, id: number): number | undefined {
  const words = wordsOf(model.operators[id], model)
  const found = other.operators.filter((operator) => wordsOf(operator, other) === words)
  return found.length === 1 ? found[0].id : undefined
}

/** Edges between operators that text of their own makes, and that need no keys. */
const plainEdges = (model: JobModel) =>
  model.edges.filter(({ source, target, strategy, written, output }) => {
    const [from, to] = [model.operators[source], model.operators[target]]
    const keys = strategy === 'ShuffleByKey' && !written
    const own = isOwn(model, from) && isOwn(model, to) && from.group === undefined && to.group === undefined
    return own && !keys && output === 'main' && from.kind !== 'unconnected'
  })

describe('when_edgeIsTakenAwayAndDrawnAgain', () => {
  test('then_theJobIsAsItWas', () => {
    const ways = new Ways()
    fc.assert(
      fc.property(file, number, ({ path, text }, which) => {
        const model = parse(text, { fileName: path })
        const edges = plainEdges(model)
        if (edges.length === 0) return
        const { id, source, target, port, written } = edges[which % edges.length]
        // A partition call that a variable was given goes with the variable, and is not written again.
        if (written && model.edges.filter(({ range }) => range?.offset === model.edges[id].range?.offset).length > 1)
          return
        ways.go(text, path, { command: 'disconnect', edge: id }, (after) => {
          const [from, to] = [sameIn(after, model, source), sameIn(after, model, target)]
          if (from === undefined || to === undefined) return undefined
          return { command: 'connect', from, to, port }
        })
      }),
      { numRuns: 300, seed: 31 },
    )
    ways.expectMost(150)
  }, 120_000)
})

describe('when_edgeIsDrawnAndTakenAway', () => {
  test('then_theInputIsOpenAgain', () => {
    const ways = new Ways()
    const methods = ['map', 'sink', 'keyBy', 'intervalJoin', 'asyncMap', 'timeWindow.count']
    fc.assert(
      fc.property(file, fc.constantFrom(...methods), number, number, ({ path, text }, method, at, which) => {
        const start = withOpen(text, path, method, 0)
        if (start === undefined) return
        const { model, whole } = start
        const open = model.edges.filter(({ source, target }) => {
          const [from, to] = [model.operators[source], model.operators[target]]
          return from.kind === 'unconnected' && from.environment === 0 && isOwn(model, to) && to.kind !== 'union'
        })
        if (open.length === 0) return
        const { source, target, port } = open[which % open.length]
        // Where several read one open input, all of them are connected.
        if (model.edges.filter((edge) => edge.source === source).length > 1) return
        const downstream = downstreamOf(model, target)
        const sources = readable(model, 0).filter(({ id }) => !downstream.has(id))
        if (sources.length === 0) return
        const { id: from } = sources[at % sources.length]
        ways.go(whole, path, { command: 'connect', from, to: target, port }, (after) => {
          const [read, reader] = [sameIn(after, model, from), sameIn(after, model, target)]
          const edge = after.edges.find((known) => known.source === read && known.target === reader)
          return edge && { command: 'disconnect', edge: edge.id }
        })
      }),
      { numRuns: 300, seed: 32 },
    )
    ways.expectMost(150)
  }, 120_000)
})

describe('when_operatorReadsAnotherStreamAndThenTheFirstOne', () => {
  test.each(['reconnect', 'moveBranch'] as const)(
    'then_theJobIsAsItWas: %s',
    (command) => {
      const ways = new Ways()
      fc.assert(
        fc.property(file, number, number, ({ path, text }, which, at) => {
          const model = parse(text, { fileName: path })
          const edges = plainEdges(model).filter(({ target, written }) => {
            const inputs = model.edges.filter((edge) => edge.target === target).length
            return !written && (inputs === 1 || command === 'reconnect')
          })
          if (edges.length === 0) return
          const edge = edges[which % edges.length]
          const downstream = downstreamOf(model, edge.target)
          const { environment } = model.operators[edge.target]
          const sources = readable(model, environment).filter(({ id }) => id !== edge.source && !downstream.has(id))
          if (sources.length === 0) return
          const { id: from } = sources[at % sources.length]
          const given: Command =
            command === 'reconnect' ? { command, edge: edge.id, from } : { command, operator: edge.target, from }
          ways.go(text, path, given, (after) => {
            const [back, read, reader] = [edge.source, from, edge.target].map((id) => sameIn(after, model, id))
            if (back === undefined || reader === undefined) return undefined
            if (command === 'moveBranch') return { command, operator: reader, from: back }
            const now = after.edges.filter(
              ({ source, target, port }) => source === read && target === reader && port === edge.port,
            )
            return now.length === 1 ? { command, edge: now[0].id, from: back } : undefined
          })
        }),
        { numRuns: 300, seed: 33 },
      )
      ways.expectMost(100)
    },
    120_000,
  )
})

describe('when_operatorIsDuplicatedAndTheSecondOneRemoved', () => {
  test('then_theJobIsAsItWas', () => {
    const ways = new Ways()
    fc.assert(
      fc.property(file, number, ({ path, text }, which) => {
        const model = parse(text, { fileName: path })
        const operators = model.operators.filter(
          (operator) => isOwn(model, operator) && operator.kind !== 'unconnected' && operator.group === undefined,
        )
        if (operators.length === 0) return
        const { id } = operators[which % operators.length]
        const plainly = ({ method, name, arguments: args }: JobModel['operators'][number]) =>
          JSON.stringify([method, name, args.map((argument) => argument.text)])
        ways.go(text, path, { command: 'duplicate', operator: id }, (after) => {
          const alike = after.operators.filter((other) => plainly(other) === plainly(model.operators[id]))
          // The second one is read by nobody, has no uid, and reads what the first one reads.
          const inputs = (of: number) =>
            JSON.stringify(after.edges.flatMap(({ source, target, output }) => (target === of ? [source, output] : [])))
          const was = wordsOf(model.operators[id], model)
          const second = alike.find((other) => {
            const twin = alike.find((o) => o.id !== other.id && inputs(o.id) === inputs(other.id))
            const isRead = after.edges.some(({ source }) => source === other.id)
            return !isRead && other.uid === undefined && twin && wordsOf(twin, after) === was
          })
          return second ? { command: 'remove', operator: second.id } : undefined
        })
      }),
      { numRuns: 300, seed: 34 },
    )
    ways.expectMost(150)
  }, 120_000)
})

describe('when_settingIsChangedAndChangedBack', () => {
  test('then_theJobIsAsItWas: the parallelism of the job', () => {
    const ways = new Ways()
    for (const { path, text } of files) {
      const { environments } = parse(text, { fileName: path })
      for (const { id } of environments) {
        if (/parallelism/.test(text)) continue
        const command = 'setEnvironmentParallelism'
        const there: Command = { command, environment: id, parallelism: 5 }
        ways.go(text, path, there, () => ({ command, environment: id, parallelism: null }))
      }
    }
    ways.expectMost(30)
  })

  test('then_theJobIsAsItWas: the method', () => {
    const ways = new Ways()
    fc.assert(
      fc.property(file, number, ({ path, text }, which) => {
        const model = parse(text, { fileName: path })
        const operators = model.operators.filter(
          (operator) => isOwn(model, operator) && ['map', 'filter', 'flatMap', 'inspect'].includes(operator.method),
        )
        if (operators.length === 0) return
        const { id, method } = operators[which % operators.length]
        const other = method === 'map' ? 'flatMap' : 'map'
        // Nothing moves: it has the number it had.
        const there: Command = { command: 'changeMethod', operator: id, method: other }
        ways.go(text, path, there, () => ({ command: 'changeMethod', operator: id, method }))
      }),
      { numRuns: 150, seed: 35 },
    )
    ways.expectMost(80)
  })
})
