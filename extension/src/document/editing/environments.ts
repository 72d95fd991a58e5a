import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { free } from './names.ts'
import { insertStatement, isBlockLike, statementOf } from './statements.ts'

/** How the text names an Environment; one without a name gets a variable. */
export function environmentName(draft: Draft, environment: number): string {
  const known = draft.model.environments[environment] ?? refuse(`there is no Environment ${environment}`)
  if (known.variable !== undefined) return known.variable
  const node = draft.syntax.environments[environment]
  const statement = statementOf(node)
  if (!isBlockLike(statement.parent)) refuse('the Environment has no variable: edit it in the text')
  const name = free(draft, 'env')
  const made = draft.take(node.getStart(), node.end)
  draft.replace(node.getStart(), node.end, name)
  insertStatement(draft, statement, `const ${name} = ${made}`, 'before')
  return name
}
