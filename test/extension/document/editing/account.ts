import ts from 'typescript'
import { expect } from 'vitest'
import {
  applyEdits,
  isRefusal,
  type JobModel,
  type JobOperator,
  type Plan,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'

/** An edge between operators by their place in `operators`; `strategy` is empty where nobody wrote one. */
export interface AccountEdge {
  readonly source: number
  readonly output: string
  readonly target: number
  readonly port: number
  readonly strategy: string
}

/** What a text says of a job in plain words: enough to tell two jobs apart, and nothing of where it says it. */
export interface Account {
  readonly operators: readonly string[]
  readonly edges: readonly AccountEdge[]
}

/** Arguments that are streams are edges, and one that is the operator's name is its name. */
export function argumentsOf({ kind, name, implied, arguments: args }: JobOperator): string[] {
  if (kind === 'union' || implied) return []
  const own = kind === 'windowJoin' || kind === 'intervalJoin' ? args.slice(1) : args
  return own.map(({ text }) => text.replace(/\s+/g, ' ')).filter((text) => text.slice(1, -1) !== name)
}

/** An operator in words, by the job's variable and not by its number. */
export function wordsOf(operator: JobOperator, { environments }: JobModel, parts: Partial<JobOperator> = {}): string {
  const { environment, method, name, uid, description, parallelism, parallelismText } = { ...operator, ...parts }
  const job = environments[environment]?.variable ?? environment
  return JSON.stringify([job, method, name, uid, description, parallelismText ?? parallelism, argumentsOf(operator)])
}

export function accountOf(model: JobModel): Account {
  return {
    operators: model.operators.map((operator) => wordsOf(operator, model)),
    edges: model.edges.map(({ source, output, target, port, strategy, written }) => ({
      ...{ source, output, target, port },
      strategy: written ? strategy : '',
    })),
  }
}

/** An account without some operators, and with other edges (by the old places). */
export function without({ operators }: Account, gone: ReadonlySet<number>, edges: readonly AccountEdge[]): Account {
  const kept = operators.map((_, id) => id).filter((id) => !gone.has(id))
  const places = new Map(kept.map((id, index) => [id, index]))
  return {
    operators: kept.map((id) => operators[id]),
    edges: edges.map((edge) => ({
      ...edge,
      source: places.get(edge.source)!,
      target: places.get(edge.target)!,
    })),
  }
}

/** Line by line, sorted: the same for jobs that differ in nothing but the order of their text. */
export function linesOf({ operators, edges }: Account): readonly string[] {
  const joined = edges.map(
    ({ source, output, target, port, strategy }) =>
      `${operators[source]} ${output} ${strategy}> ${port} ${operators[target]}`,
  )
  return [...operators, ...joined].sort()
}

/** Taking each edit back at its place gives the text as it was, so no other byte has changed. */
export function expectBytes(before: string, after: string, { edits, select }: Plan): void {
  let text = after
  let shift = edits.reduce((sum, { length, text: put }) => sum + put.length - length, 0)
  expect(after.length).toBe(before.length + shift)
  for (const { offset, length, text: put } of edits.toReversed()) {
    shift -= put.length - length
    expect(text.slice(offset + shift, offset + shift + put.length)).toBe(put)
    text =
      text.slice(0, offset + shift) + before.slice(offset, offset + length) + text.slice(offset + shift + put.length)
  }
  expect(text).toBe(before)
  if (select) expect(select.offset + select.length).toBeLessThanOrEqual(after.length)
}

/** The names that a text declares, each as often as it does. */
export function namesIn(text: string): readonly string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    const { name } = node as { name?: ts.Node }
    if (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) if (name) names.push(name.getText())
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('job.flow.ts', text, ts.ScriptTarget.Latest, true))
  return names.sort()
}

/** Which of a model's operators text of its own makes, once. */
export function isOwn({ operators }: JobModel, { kind, implied, range }: JobOperator): boolean {
  const same = operators.filter((other) => !other.implied && other.range.offset === range.offset)
  return kind !== 'opaque' && !implied && same.length === 1
}

/** Operators that records come to from one, and itself. */
export function downstreamOf({ edges }: JobModel, operator: number): ReadonlySet<number> {
  const seen = new Set([operator])
  for (const id of seen) for (const { source, target } of edges) if (source === id) seen.add(target)
  return seen
}

/** A file with an operator that was added by itself, whose inputs are open. */
export function withOpen(text: string, path: string, method: string, environment: number) {
  const model = parse(text, { fileName: path })
  const added = plan(model, { command: 'addOperator', method, at: { environment } })
  if (isRefusal(added)) return undefined
  const whole = applyEdits(text, added.edits)
  return { whole, model: parse(whole, { fileName: path }) }
}

/** Streams that can be named everywhere in their job. */
export const readable = (model: JobModel, environment: number) =>
  model.operators.filter(
    (operator) =>
      isOwn(model, operator) &&
      operator.environment === environment &&
      operator.group === undefined &&
      !['sink', 'unconnected'].includes(operator.kind),
  )
