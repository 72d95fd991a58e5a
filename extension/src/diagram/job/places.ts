import type { DiagramProblem } from 'millrace-webview/shared'
import type { JobModel, JobOperator, TextRange } from '../../document/index.ts'

const holds = ({ offset, length }: TextRange, place: number) => offset <= place && place <= offset + length

/** The operator that a place of the text belongs to: the innermost call around it that makes one, or speaks of one. */
export function operatorAt({ operators }: JobModel, place: number): JobOperator | undefined {
  let found: JobOperator | undefined
  let shortest = Number.POSITIVE_INFINITY
  for (const operator of operators) {
    if (operator.implied) continue
    for (const range of [operator.range, ...operator.settings.map((setting) => setting.range)]) {
      if (!holds(range, place) || range.length >= shortest) continue
      found = operator
      shortest = range.length
    }
  }
  return found
}

/** The operators that an edit has made: those that begin in what it has written, else the one that this is of. */
export function operatorsMade(model: JobModel, written: TextRange): readonly JobOperator[] {
  const begin = model.operators.filter(({ range, implied }) => !implied && holds(written, range.offset))
  if (begin.length > 0) return begin
  const around = operatorAt(model, written.offset + 1)
  return around ? [around] : []
}

/** A problem of the text, as the Problems view has it. */
export interface TextProblem extends DiagramProblem {
  readonly range: TextRange
}

/** The problems of each operator, by its number. */
export function problemsByOperator(
  model: JobModel,
  problems: readonly TextProblem[],
): ReadonlyMap<number, readonly DiagramProblem[]> {
  const found = new Map<number, DiagramProblem[]>()
  for (const { range, severity, message } of problems) {
    const operator = operatorAt(model, range.offset)
    if (operator) found.set(operator.id, [...(found.get(operator.id) ?? []), { severity, message }])
  }
  return found
}
