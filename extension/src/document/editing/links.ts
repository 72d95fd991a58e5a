import ts from 'typescript'
import type { ChainCall, ChainStep } from '../reading/chain.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'

/** A piece of a chain: `.map(f)` with the comments and the line break before it. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Where a link begins: behind what it is called on, and behind the comment that ends that line. */
export function linkStart(text: string, receiver: ts.Node): number {
  return ts.getTrailingCommentRanges(text, receiver.end)?.at(-1)?.end ?? receiver.end
}

/** The text of a call in its chain, with the comments above it and the one that ends its line. */
export function linkOf(text: string, step: ChainStep): Stretch {
  const from = linkStart(text, step.receiver)
  const end = (step.call ?? step.nameNode).end
  const trailing = ts.getTrailingCommentRanges(text, end)?.at(-1)
  const to = trailing && /^[ \t]*(\r|\n|$)/.test(text.slice(trailing.end)) ? trailing.end : end
  return { from, to }
}

/** The steps of an operator that has a text of its own, and is the only one made by it. */
export function ownSteps(
  draft: Draft,
  operator: number,
): { begin: ChainCall; step: ChainCall; settings: readonly ChainCall[] } {
  const { model, syntax } = draft
  const { name, implied, kind, reason } = draft.operator(operator)
  if (kind === 'opaque') refuse(`${name} is read from the text only in part (${reason}): edit it there`)
  if (implied) refuse(`${name} belongs to the join behind it`)
  const { begin, step, settings } = syntax.operators[operator]
  if (!('nameNode' in step) || step.call === undefined || !('nameNode' in begin))
    return refuse(`${name} is not made by a call`)
  const made = model.operators.filter((other) => !other.implied && syntax.operators[other.id].step === step).length
  const sharing = model.operators.filter((other) => !other.implied && stepNode(draft, other.id) === step.call).length
  if (Math.max(made, sharing) > 1) {
    const group = model.groups.find(({ id }) => id === draft.operator(operator).group)
    refuse(`${group ? `\`${group.name}\`` : name} is used ${sharing} times: edit it in the text`)
  }
  return { begin: begin as ChainCall, step: step as ChainCall, settings }
}

function stepNode({ syntax }: Draft, operator: number): ts.Node | undefined {
  const { step } = syntax.operators[operator]
  return 'nameNode' in step ? step.call : step
}

/** The last call that speaks of an operator: what stands behind it reads its stream. */
export function lastStep(draft: Draft, operator: number): ChainCall {
  const { step, settings } = ownSteps(draft, operator)
  let last: ChainCall = step
  // Settings may also stand behind a partition call, or on a variable.
  for (const setting of settings) if (bareEnd(setting.receiver) === last.call) last = setting
  return last
}

/** The last call that speaks of an operator, also one on a variable that holds its stream. */
export function lastSpoken(draft: Draft, operator: number): ChainCall {
  const own = lastStep(draft, operator)
  return ownSteps(draft, operator).settings.reduce((last, call) => (call.call.end > last.call.end ? call : last), own)
}

function bareEnd(node: ts.Expression): ts.Node {
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression
  return node
}

/** The expression an operator reads an edge from, without the partition calls that stand in the same chain. */
export function readOf(
  draft: Draft,
  edge: number,
): { reader: ts.Expression; stream: ts.Expression; strategies: ChainCall[] } {
  const { reader, strategies } = draft.syntax.edges[edge]
  if (reader === undefined) return refuse('this input comes from a list of streams: edit it in the text')
  const own: ChainCall[] = []
  let stream = reader
  for (const call of strategies.toReversed()) {
    if (bareEnd(stream) !== call.call) break
    own.unshift(call)
    stream = call.receiver
  }
  return { reader, stream, strategies: own }
}

/** Whether an expression is the call that makes an operator's stream, and not, say, that of a helper that gives it. */
export function makes({ syntax }: Draft, operator: number, stream: ts.Expression): boolean {
  const { step, settings } = syntax.operators[operator]
  const end = bareEnd(stream)
  return ('call' in step && step.call === end) || settings.some(({ call }) => call === end)
}

/** The open inputs that go with an operator: nothing else reads them, and nothing is to read them instead of it. */
export function goneWith(draft: Draft, operator: number): readonly number[] {
  const { parent } = lastStep(draft, operator).call
  const isWhole = ts.isExpressionStatement(parent) || ts.isVariableDeclaration(parent)
  const staysRead = draft.outEdges(operator).length > 0 || !isWhole
  const inputs = draft
    .inEdges(operator)
    .flatMap((edge) => (draft.operator(edge.source).implied ? draft.inEdges(edge.source) : [edge]))
  return inputs.flatMap(({ id, source }, index) => {
    const { step } = draft.syntax.operators[source]
    const isOpen = draft.operator(source).kind === 'unconnected' && draft.outEdges(source).length === 1
    if (!isOpen || (index === 0 && staysRead) || !('call' in step)) return []
    return bareEnd(readOf(draft, id).stream) === step.call ? [source] : []
  })
}

/** Whether the calls of a chain stand on lines of their own, and how those begin. */
export function lineBreakFor(draft: Draft, node: ts.Expression): string {
  const { text, style } = draft
  // The chain as a whole: up to the outermost call, down to the root.
  let outer: ts.Node = node
  while (
    outer.parent &&
    (ts.isPropertyAccessExpression(outer.parent) ||
      (ts.isCallExpression(outer.parent) && outer.parent.expression === outer))
  ) {
    outer = outer.parent
  }
  let inner: ts.Node = outer
  while (ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner)) {
    if (ts.isPropertyAccessExpression(inner)) {
      const dot = text.lastIndexOf('.', inner.name.getStart(draft.syntax.source))
      const line = /(\r\n|\r|\n)([ \t]*)$/.exec(text.slice(0, dot))
      if (line && dot > inner.expression.end) return `${style.lineEnding}${line[2]}`
    }
    inner = inner.expression
  }
  return ''
}
