import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JobModel, parse, textOf } from '../../../../extension/src/document/index.ts'
import { corpus } from '../corpus.ts'
import { type Account, type AccountEdge, accountOf, isOwn, linesOf, without, wordsOf } from './account.ts'
import { Tally } from './tally.ts'

// What commands for several operators make of a job, told by their definition alone.

// Where the job's parallelism changes on the way, it depends on the place.
const files = corpus.filter(({ name }) => !/^opaque-|^set-parallelism/.test(name))
const file = fc.constantFrom(...files)
const picks = fc.array(fc.nat(10_000), { minLength: 2, maxLength: 6 })

/** Some operators of the first job that text of their own makes outside of helpers. */
function chosen(model: JobModel, numbers: readonly number[]): number[] {
  const operators = model.operators.filter(
    (operator) => isOwn(model, operator) && operator.group === undefined && operator.environment === 0,
  )
  return operators.length === 0 ? [] : [...new Set(numbers.map((n) => operators[n % operators.length].id))]
}

/** A window join comes and goes with the operators that key its inputs. */
const withImplied = ({ operators, edges }: JobModel, ids: readonly number[]): ReadonlySet<number> =>
  new Set([
    ...ids,
    ...edges.flatMap(({ source, target }) => (ids.includes(target) && operators[source].implied ? [source] : [])),
  ])

/** An account in which uids and comments do not count: a second one has no uid, and a comment describes the first of its statement. */
function plainAccount(model: JobModel): Account {
  const operators = model.operators.map((o) => wordsOf(o, model, { uid: undefined, description: undefined }))
  return { ...accountOf(model), operators }
}

/** Adds second ones of some operators; `outside` gives what each reads that is not among them. */
function withCopies(
  { operators, edges }: Account,
  ids: ReadonlySet<number>,
  outside: (edge: AccountEdge, add: (operator: string) => number) => Pick<AccountEdge, 'source' | 'output'>,
): Account {
  const all = [...operators]
  const add = (operator: string) => all.push(operator) - 1
  const copies = new Map([...ids].map((id) => [id, add(operators[id])]))
  const more = edges.flatMap((edge) => {
    const target = copies.get(edge.target)
    if (target === undefined) return []
    const source = copies.get(edge.source)
    return [{ ...edge, ...(source === undefined ? outside(edge, add) : { source }), target }]
  })
  return { operators: all, edges: [...edges, ...more] }
}

describe('when_severalAreDuplicated', () => {
  test('then_secondOnesReadEachOtherAndElseTheSame', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, picks, ({ path, text }, numbers) => {
        const model = parse(text, { fileName: path })
        const operators = chosen(model, numbers).filter((id) => model.operators[id].kind !== 'unconnected')
        const readsHelper = model.edges.some(
          ({ source, target }) =>
            operators.includes(target) && !isOwn(model, model.operators[source]) && !model.operators[source].implied,
        )
        if (operators.length < 2 || readsHelper) return
        const grouped = model.edges.some(
          ({ source, target }) => operators.includes(target) && model.operators[source].group !== undefined,
        )
        if (grouped) return
        const done = tally.give(text, { command: 'duplicateAll', operators }, path)
        if (done === undefined) return
        const expected = withCopies(plainAccount(model), withImplied(model, operators), (edge) => edge)
        const told = { text: done.text, operators }
        expect({ told, lines: linesOf(plainAccount(done.after)) }).toEqual({ told, lines: linesOf(expected) })
      }),
      { numRuns: 300, seed: 41 },
    )
    tally.expectMost(150)
  }, 120_000)
})

describe('when_theTextOfOperatorsIsPasted', () => {
  test('then_secondOnesReadEachOtherAndElseOpenInputs', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, picks, ({ path, text }, numbers) => {
        const model = parse(text, { fileName: path })
        const operators = chosen(model, numbers).filter((id) => model.operators[id].kind !== 'unconnected')
        // A window over an open input has one instance: it has no keys yet.
        const losesKeys = model.edges.some(
          ({ source, target, strategy, written }) =>
            operators.includes(target) && !operators.includes(source) && strategy === 'ShuffleByKey' && !written,
        )
        if (operators.length === 0 || losesKeys) return
        const given = textOf(model, operators)
        if (typeof given !== 'string') {
          tally.refuse(given.refused)
          return
        }
        const done = tally.give(text, { command: 'paste', text: given, environment: 0 }, path)
        if (done === undefined) return
        const open = done.after.operators.find(({ kind }) => kind === 'unconnected')
        const expected = withCopies(plainAccount(model), withImplied(model, operators), (_, add) => ({
          source: add(
            open === undefined ? 'nothing' : wordsOf(open, done.after, { description: undefined, uid: undefined }),
          ),
          output: 'main',
        }))
        const told = { given, text: done.text }
        expect({ told, lines: linesOf(plainAccount(done.after)) }).toEqual({ told, lines: linesOf(expected) })
      }),
      { numRuns: 300, seed: 42 },
    )
    tally.expectMost(150)
  }, 120_000)
})

describe('when_severalAreRemoved', () => {
  /** Edges by what they join; open inputs that nobody reads do not count. */
  function joined(account: Account): readonly string[] {
    const read = new Set(account.edges.map(({ source }) => source))
    const idle = account.operators.flatMap((words, id) => (words === OPEN && !read.has(id) ? [id] : []))
    const edges = account.edges.map((edge) => ({ ...edge, strategy: '' }))
    return linesOf(without({ ...account, edges }, new Set(idle), edges))
  }
  const OPEN = 'an open input'
  const account = (model: JobModel): Account => ({
    ...plainAccount(model),
    operators: model.operators.map((o) =>
      o.kind === 'unconnected' ? OPEN : wordsOf(o, model, { uid: undefined, description: undefined }),
    ),
  })

  test('then_theirReadersReadWhatTheyRead', () => {
    const tally = new Tally()
    fc.assert(
      fc.property(file, picks, ({ path, text }, numbers) => {
        const model = parse(text, { fileName: path })
        const operators = chosen(model, numbers)
        const gone = withImplied(model, operators)
        const needed = model.edges.some(({ source, target, strategy, written, output }) => {
          if (!gone.has(source) || gone.has(target)) return false
          // What needs keys, or a side output, is asked for first.
          return output !== 'main' || (strategy === 'ShuffleByKey' && !written)
        })
        if (operators.length === 0 || needed) return
        const done = tally.give(text, { command: 'removeAll', operators }, path)
        if (done === undefined) return
        const { operators: words, edges } = account(model)
        const all = [...words]
        const stays = (id: number) => !gone.has(id) || model.operators[id].kind === 'unconnected'
        const open = new Map<number, number>()
        /** What is read instead of an operator: the first thing upstream that stays. */
        const upstream = ({ source, output }: AccountEdge): Pick<AccountEdge, 'source' | 'output'> => {
          if (stays(source)) return { source, output }
          const input = edges.find(({ target }) => target === source)
          if (input) return upstream(input)
          if (!open.has(source)) open.set(source, all.push(OPEN) - 1)
          return { source: open.get(source)!, output: 'main' }
        }
        const left = edges.filter(({ target }) => stays(target)).map((edge) => ({ ...edge, ...upstream(edge) }))
        const removed = new Set([...gone].filter((id) => !stays(id)))
        const expected = joined(without({ operators: all, edges }, removed, left))
        const told = { text: done.text, operators }
        expect({ told, lines: joined(account(done.after)) }).toEqual({ told, lines: expected })
      }),
      { numRuns: 300, seed: 43 },
    )
    tally.expectMost(150)
  }, 120_000)
})
