import type { JobModel, JobOperator } from '../../document/index.ts'
import { unlike } from './writing.ts'

/** `Late flights` of a variable `lateFlights`; else what the operator does and to what: `Map of Words`. */
export function suggestedName({ operators, edges }: JobModel, operator: JobOperator): string {
  const taken = new Set(operators.map(({ name }) => name))
  const words = (operator.variable ?? '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim()
  if (words !== '') return unlike(words[0].toUpperCase() + words.slice(1), taken, ' ')
  const input = edges.find(({ target }) => target === operator.id)
  const from = input && operators[input.source]
  const named = from && (from.named || from.kind === 'source') ? `${operator.name} of ${from.name}` : operator.name
  return unlike(named, taken, ' ')
}

/** `late-flights` of a name `Late flights`. */
export function suggestedUid({ operators }: JobModel, operator: JobOperator): string {
  const taken = new Set(operators.map(({ uid }) => uid))
  const known = operator.named ? operator.name : (operator.variable ?? operator.name)
  const words = known.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  const uid = words.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '')
  return unlike(uid === '' ? operator.method.toLowerCase() : uid, taken, '-')
}
