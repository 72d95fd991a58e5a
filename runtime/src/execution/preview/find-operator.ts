import { JobError, nearest } from '../../failure/index.ts'
import type { LogicalGraph } from '../../graph/index.ts'

/**
 * The operator that somebody means.
 *
 * @param given its id, its uid, or its name where only one has it
 * @throws JobError `wrong-use`
 */
export function findOperator(graph: LogicalGraph, given: number | string): number {
  const { operators } = graph
  if (typeof given === 'number') {
    if (operators[given] !== undefined) return given
    throw refused(`the job has no operator ${given}`, `it has ${operators.length}, counted from 0`)
  }
  const byUid = operators.find(({ uid }) => uid === given)
  if (byUid !== undefined) return byUid.id
  const named = operators.filter(({ name }) => name === given)
  if (named.length === 1) return named[0].id
  if (named.length > 1) {
    const places = named.map(({ id, position }) => (position ? `${id} (line ${position.line})` : String(id)))
    throw refused(
      `${named.length} operators are called '${given}'`,
      `name one of them by its number: ${places.join(', ')}`,
    )
  }
  if (/^\d+$/.test(given)) return findOperator(graph, Number(given))
  const names = [...new Set(operators.map(({ name }) => name))]
  const near = nearest(given, names)
  throw refused(
    `the job has no operator '${given}'`,
    near === undefined ? `its operators are: ${names.join(', ')}` : `did you mean '${near}'?`,
  )
}

function refused(message: string, cure: string): JobError {
  return new JobError({ reason: 'wrong-use', message, cure })
}
