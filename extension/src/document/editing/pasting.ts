import ts from 'typescript'
import type { JobModel } from '../job-model.ts'
import { linkSyntax, syntaxOf } from '../syntax.ts'
import { beforeExecution, lastStatement } from './adding.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { environmentName } from './environments.ts'
import { importNames } from './imports.ts'
import { free } from './names.ts'
import { guarded, insertStatement } from './statements.ts'
import { indentationAt } from './text-style.ts'

/** Puts statements that make streams into a job: names that are taken get others, a job of their own is this one. */
export function paste(draft: Draft, given: string, environment: number): void {
  const { style } = draft
  const source = ts.createSourceFile('pasted.ts', given, ts.ScriptTarget.Latest, true)
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }
  if (parseDiagnostics.length > 0)
    refuse(`what is pasted is not TypeScript: ${ts.flattenDiagnosticMessageText(parseDiagnostics[0].messageText, ' ')}`)
  const owner = environmentName(draft, environment)
  const renamed = new Map<string, string>()
  const kept: ts.Statement[] = []
  const needed = new Map<string, string>()
  const types = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings
      if (ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text === 'millrace') {
        if (bindings && ts.isNamedImports(bindings))
          for (const { name, propertyName, isTypeOnly } of bindings.elements) {
            const exported = (propertyName ?? name).text
            needed.set(name.text, exported)
            if (isTypeOnly || statement.importClause?.phaseModifier) types.add(exported)
          }
      } else refuse('what is pasted imports something else: write that import first')
      continue
    }
    const made = environmentIn(statement)
    if (made !== undefined) renamed.set(made, owner)
    else if (!executes(statement)) kept.push(statement)
  }
  const taken = new Set<string>()
  for (const statement of kept) {
    for (const name of declaredBy(statement)) {
      const own = freeBeside(draft, name, taken)
      taken.add(own)
      if (own !== name) renamed.set(name, own)
    }
  }
  const whole = kept.map((statement) => statement.getText()).join('\n')
  const used = [...needed].filter(([name]) => new RegExp(`\\b${name}\\b`).test(whole))
  const local = importNames(
    draft,
    used.map(([, exported]) => exported),
    types,
  )
  for (const [name, exported] of used) if (local.get(exported) !== name) renamed.set(name, local.get(exported)!)
  const body = kept
    .map((statement, index) => {
      const ends = ts.isVariableStatement(statement) || ts.isExpressionStatement(statement)
      const own = rewritten(draft, statement, renamed)
      if (!ends) return own
      const plain = own.replace(/;$/, '')
      // The first one is guarded, and the last one ended, where they are put in.
      const end = index === kept.length - 1 ? '' : style.semicolon
      return `${index === 0 ? plain : guarded(draft, plain)}${end}`
    })
    .join(style.lineEnding)
  const last = lastStatement(draft, environment)
  const [place, where] = beforeExecution(draft, environment, last)
  const indent = indentationAt(draft.text, place.getStart())
  const lines = body.replace(/\r\n|\r|\n/g, `${style.lineEnding}${indent}`)
  if (lines.trim() === '') refuse('there is nothing in what is pasted that makes a stream')
  const edit = insertStatement(draft, place, lines, where)
  draft.select(edit, lines)
}

/** A model without the operators that were pasted. */
export function withoutPasted(draft: Draft, after: JobModel): JobModel {
  const { selection } = draft
  if (selection === undefined) return after
  const isPasted = ({ offset }: { readonly offset: number }) =>
    offset >= selection.offset && offset < selection.offset + selection.length
  const kept = after.operators.filter(({ range }) => !isPasted(range))
  if (kept.length === after.operators.length) refuse('there is nothing in what is pasted that makes a stream')
  const ids = new Map(kept.map(({ id }, index) => [id, index]))
  const operators = kept.map((operator, id) => ({ ...operator, id }))
  const edges = after.edges
    .filter(({ source, target }) => ids.has(source) && ids.has(target))
    .map((edge, id) => ({ ...edge, id, source: ids.get(edge.source)!, target: ids.get(edge.target)! }))
  const model = { ...after, operators, edges }
  linkSyntax(model, syntaxOf(after)!)
  return model
}

/** The variable of a statement that only makes an Environment. */
function environmentIn(statement: ts.Statement): string | undefined {
  if (!ts.isVariableStatement(statement)) return undefined
  const [{ name, initializer }] = statement.declarationList.declarations
  const makes = initializer && ts.isNewExpression(initializer) && initializer.expression.getText() === 'Environment'
  return makes && ts.isIdentifier(name) ? name.text : undefined
}

function executes(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && /^(await\s+)?\w+\s*\.execute\(/.test(statement.getText())
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : []))
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name
    ? [statement.name.text]
    : []
}

function freeBeside(draft: Draft, name: string, taken: ReadonlySet<string>): string {
  let candidate = free(draft, name)
  for (let count = 2; taken.has(candidate); count++) candidate = free(draft, `${name}${count}`)
  return candidate
}

/** The text of a statement with its comments: names replaced, and uids left out that the job has already. */
function rewritten(draft: Draft, statement: ts.Statement, names: ReadonlyMap<string, string>): string {
  const edits: { from: number; to: number; text: string }[] = []
  const uids = new Set(draft.model.operators.map(({ uid }) => uid))
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.has(node.text)) {
      const { parent } = node
      const isProperty =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node)
      const text = names.get(node.text)!
      if (ts.isShorthandPropertyAssignment(parent)) edits.push({ from: node.end, to: node.end, text: `: ${text}` })
      else if (!isProperty) edits.push({ from: node.getStart(), to: node.end, text })
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [argument] = node.arguments
      const { name, expression } = node.expression
      if (name.text === 'uid' && argument && ts.isStringLiteral(argument) && uids.has(argument.text))
        edits.push({ from: expression.end, to: node.end, text: '' })
    }
    ts.forEachChild(node, visit)
  }
  visit(statement)
  const start = statement.getFullStart()
  let text = statement.getFullText()
  for (const { from, to, text: put } of edits.sort((a, b) => b.from - a.from))
    text = text.slice(0, from - start) + put + text.slice(to - start)
  return text.replace(/^\s*[\r\n]/, '').trim()
}
