import type { Debugging, Diagram } from 'millrace-webview/shared'
import type { JobModel, JobOperator, TextRange } from '../../document/index.ts'

/** A place of the job's text; of a breakpoint on a whole line, the line. */
export type DebugPlace = { readonly offset: number } | { readonly line: TextRange }

export interface BreakpointPlace {
  readonly enabled: boolean
  /** The place in the job's text, or the key of the operator whose function elsewhere it is in. */
  readonly at: DebugPlace | { readonly operator: string }
}

/** What is known of where a thread stands still. */
export interface StoppedAt {
  /** Name of the operator whose function it is in: that function may be anywhere. */
  readonly operator: string | undefined
  /** A place in the job's text. */
  readonly at: DebugPlace | undefined
}

/** In which boxes there are breakpoints, and threads that stand still. */
export function debuggingOf(
  { operators }: JobModel,
  { nodes }: Pick<Diagram, 'nodes'>,
  breakpoints: readonly BreakpointPlace[],
  stopped: readonly StoppedAt[],
): Debugging {
  const boxOf = (operator: JobOperator | undefined) =>
    operator && nodes.find((node) => node.operators.includes(operator.id))?.key
  const marks: Record<string, 'enabled' | 'disabled'> = {}
  for (const { at, enabled } of breakpoints) {
    const box = boxOf('operator' in at ? operators.find(({ key }) => key === at.operator) : operatorAt(operators, at))
    if (box !== undefined && marks[box] !== 'enabled') marks[box] = enabled ? 'enabled' : 'disabled'
  }
  const stoppedIn = ({ operator, at }: StoppedAt) => {
    const named = operators.filter(({ name }) => name === operator)
    return named.length === 1 ? named[0] : at && operatorAt(operators, at)
  }
  const boxes = new Set(stopped.flatMap((one) => boxOf(stoppedIn(one)) ?? []))
  return { breakpoints: marks, stopped: [...boxes] }
}

/** The operator whose text a place is in: the innermost. On a line that is one it goes on from above, else its first. */
export function operatorAt(operators: readonly JobOperator[], place: DebugPlace): JobOperator | undefined {
  const offset = 'line' in place ? place.line.offset : place.offset
  const own = operators.filter(({ implied, kind }) => !implied && kind !== 'opaque')
  const around = own.filter(({ range }) => range.offset <= offset && offset < range.offset + range.length)
  const innermost = around.sort((a, b) => a.range.length - b.range.length)[0]
  if (innermost || !('line' in place)) return innermost
  const end = offset + place.line.length
  return own
    .filter(({ range }) => range.offset >= offset && range.offset < end)
    .sort((a, b) => a.range.offset - b.range.offset)[0]
}
