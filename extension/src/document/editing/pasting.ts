import ts from 'typescript'
import { byMethod } from '../../catalogue/index.ts'
import type { JobModel } from '../job-model.ts'
import { linkSyntax, syntaxOf } from '../syntax.ts'
import { beforeExecution, lastStatement } from './adding.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { environmentName } from './environments.ts'
import { importAll, importNames } from './imports.ts'
import { free } from './names.ts'
import { declaredBy, type PastedText, readPasted, rewritten, streamsNamedBy } from './pasted-text.ts'
import { guarded, insertLines } from './statements.ts'
import { indentationAt } from './text-style.ts'

/** Puts statements that make streams into a job: names that are taken get others, a job of their own is this one. */
export function paste(draft: Draft, given: string, environment: number): void {
  const { style } = draft
  const owner = environmentName(draft, environment)
  const pasted = readPasted(given, owner)
  const { statements } = pasted
  if (statements.length === 0) refuse(NOTHING)
  for (const other of pasted.others) checkImport(draft, other)
  const renamed = new Map<string, string>([...pasted.environments].map((name) => [name, owner]))
  const taken = new Set<string>()
  const declared = new Set(statements.flatMap(declaredBy))
  for (const name of declared) {
    const own = freeBeside(draft, name, taken)
    taken.add(own)
    if (own !== name) renamed.set(name, own)
  }
  nameReceivers(draft, pasted, declared, renamed, owner)
  nameImports(draft, pasted, renamed)
  const uids = new Set(draft.model.operators.map(({ uid }) => uid))
  const last = lastStatement(draft, environment)
  const [place, where] = beforeExecution(draft, environment, last)
  const indent = indentationAt(draft.text, place.getStart())
  const isTop = ts.isSourceFile(place.parent)
  const { text } = pasted.source
  const parts = statements.map((statement, index) => {
    const { above, code, behind } = rewritten(statement, renamed, uids)
    const isPlain = ts.isVariableStatement(statement) || ts.isExpressionStatement(statement)
    const line = isTop ? code : code.replace(/^export\s+(?:default\s+)?/, '')
    const apart = index > 0 && /^[^\r\n]*(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)/.test(text.slice(statements[index - 1].end))
    return `${apart ? '\n' : ''}${above}${isPlain ? guarded(draft, line) + style.semicolon : line}${behind}`
  })
  const plain = parts.join('\n').replace(/\r\n|\r|\n/g, style.lineEnding)
  // The white space in a template is its own.
  const lines = plain.includes('`') ? plain : plain.replace(/[\r\n]+(?=[^\r\n])/g, `$&${indent}`)
  draft.select(insertLines(draft, place, lines, where), lines)
}

const NOTHING = 'there is nothing in what is pasted that makes a stream'

/** What a chain is called on must be there: an Environment by whatever name, or a stream that is pasted or known. */
function nameReceivers(
  draft: Draft,
  { statements, environments }: PastedText,
  declared: ReadonlySet<string>,
  renamed: Map<string, string>,
  owner: string,
): void {
  const known = new Set(draft.model.environments.map(({ variable }) => variable))
  for (const { name, method } of streamsNamedBy(statements)) {
    if (declared.has(name) || environments.has(name)) continue
    const isUnknown = free(draft, name) === name
    const begins = method !== undefined && byMethod.environment.has(method)
    if (begins && name !== owner && (known.has(name) || isUnknown)) renamed.set(name, owner)
    else if (isUnknown) refuse(`what is pasted reads ${name}, which is not in this file: paste what makes it too`)
  }
}

/** Adds the imports that are used. */
function nameImports(draft: Draft, { imports, statements }: PastedText, renamed: Map<string, string>): void {
  const words = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text)
    ts.forEachChild(node, visit)
  }
  for (const statement of statements) visit(statement)
  const used = [...imports.names].filter(([name]) => words.has(name))
  const exported = used.map(([, name]) => name)
  const local = importNames(draft, exported, imports.types)
  for (const [name, own] of used) if (local.get(own) !== name) renamed.set(name, local.get(own)!)
  const { namespace } = imports
  if (namespace !== undefined && words.has(namespace)) {
    const own = importAll(draft, namespace)
    if (own !== namespace) renamed.set(namespace, own)
  }
}

/** An import of another module must be there already: where it is found from here, only a person knows. */
function checkImport({ syntax }: Draft, wanted: ts.ImportDeclaration): void {
  const words = wanted.getText().replace(/;$/, '')
  const module = (wanted.moduleSpecifier as ts.StringLiteral).text
  const there = syntax.source.statements.filter(
    (statement): statement is ts.ImportDeclaration =>
      ts.isImportDeclaration(statement) && (statement.moduleSpecifier as ts.StringLiteral).text === module,
  )
  const names = new Set(there.flatMap(bindingsOf))
  if (there.length === 0 || bindingsOf(wanted).some((name) => !names.has(name)))
    refuse(`what is pasted imports something else: write that import first (${words})`)
}

/** What an import gives names: `default fs`, `* path`, `parse as p`. */
function bindingsOf({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings
  const whole = importClause?.name ? [`default ${importClause.name.text}`] : []
  if (bindings === undefined) return whole
  if (ts.isNamespaceImport(bindings)) return [...whole, `* ${bindings.name.text}`]
  return [
    ...whole,
    ...bindings.elements.map(({ name, propertyName }) => `${(propertyName ?? name).text} as ${name.text}`),
  ]
}

/** A model without the operators that were pasted. */
export function withoutPasted(draft: Draft, after: JobModel, environment: number): JobModel {
  const { selection } = draft
  if (selection === undefined) return after
  const isInside = ({ offset }: { readonly offset: number }) =>
    offset >= selection.offset && offset < selection.offset + selection.length
  // A helper that is called may stand elsewhere.
  const calls = new Set<number>()
  for (const { id, range, parent } of after.groups)
    if (isInside(range) || (parent !== undefined && calls.has(parent))) calls.add(id)
  const isPasted = ({ range, group }: JobModel['operators'][number]) =>
    isInside(range) || (group !== undefined && calls.has(group))
  const pasted = after.operators.filter(isPasted)
  if (pasted.length === 0) refuse(NOTHING)
  if (after.environments.length > draft.model.environments.length)
    refuse('what is pasted makes its Environment inside of something else: paste only what stands in there')
  if (pasted.some((operator) => operator.environment !== environment))
    refuse('what is pasted reads streams of another job')
  const kept = after.operators.filter((operator) => !isPasted(operator))
  const ids = new Map(kept.map(({ id }, index) => [id, index]))
  const operators = kept.map((operator, id) => ({ ...operator, id }))
  const edges = after.edges
    .filter(({ source, target }) => ids.has(source) && ids.has(target))
    .map((edge, id) => ({ ...edge, id, source: ids.get(edge.source)!, target: ids.get(edge.target)! }))
  const model = { ...after, operators, edges }
  linkSyntax(model, syntaxOf(after)!)
  return model
}

function freeBeside(draft: Draft, name: string, taken: ReadonlySet<string>): string {
  let candidate = free(draft, name)
  for (let count = 2; taken.has(candidate); count++) candidate = free(draft, `${name}${count}`)
  return candidate
}
