import type { JobEdge } from '../job-model.ts'
import { beforeExecution, lastStatement } from './adding.ts'
import { refuse } from './command.ts'
import { copiesOf, sideOutput } from './copying.ts'
import type { Draft } from './draft.ts'
import { duplicate } from './duplicating.ts'
import { lastStep } from './links.ts'
import { insertLines, statementOf } from './statements.ts'
import { indentationAt } from './text-style.ts'
import { leads, outermost, referenceTo } from './variables.ts'

/** Writes operators once more where the job ends: they read each other as the first ones do, and else the same. */
export function duplicateAll(draft: Draft, operators: readonly number[]): void {
  const [first, ...others] = new Set(operators)
  if (first === undefined) refuse('nothing is selected')
  if (others.length === 0) {
    duplicate(draft, first)
    return
  }
  const { environment } = draft.operator(first)
  for (const id of [first, ...others]) {
    const { name, group, environment: own } = draft.operator(id)
    if (own !== environment) refuse('the operators belong to different jobs')
    if (group !== undefined) refuse(`${name} is made inside of a function: duplicate it by itself`)
  }
  const references = new Map<string, string>()
  const outside = (edge: JobEdge) => {
    const { source, output } = edge
    const known = references.get(`${source} ${output}`)
    if (known !== undefined) return known
    const { name } = referenceTo(draft, source)
    draft.given.add(name)
    const reference = output === 'main' ? name : `${name}${sideOutput(draft, edge)}`
    references.set(`${source} ${output}`, reference)
    return reference
  }
  // What stands in an argument gets its variable first: it is declared before the statement that is cut.
  const read = [...new Set(operators)].flatMap((id) => outerEdges(draft, id, new Set(operators)))
  const isCut = ({ source }: JobEdge) => {
    const step = lastStep(draft, source)
    return leads(statementOf(step.call), outermost(step)) ? 1 : 0
  }
  for (const edge of read.sort((a, b) => isCut(a) - isCut(b) || a.source - b.source)) outside(edge)
  const statements = copiesOf(draft, operators, { outside, anew: true })
  const [place, where] = beforeExecution(draft, environment, lastStatement(draft, environment))
  const { lineEnding } = draft.style
  const indent = indentationAt(draft.text, place.getStart())
  const lines = statements.map((statement) => statement.replace(/(\r\n|\r|\n)(?=[^\r\n])/g, `$1${indent}`))
  const text = lines.join(`${lineEnding}${indent}`)
  draft.select(insertLines(draft, place, text, where), text)
}

/** The edges into an operator from outside of a selection. */
function outerEdges(draft: Draft, operator: number, selected: ReadonlySet<number>): JobEdge[] {
  if (draft.operator(operator).implied) return []
  return draft
    .inEdges(operator)
    .flatMap((edge) => (draft.operator(edge.source).implied ? draft.inEdges(edge.source) : [edge]))
    .filter(({ source }) => !selected.has(source))
}
