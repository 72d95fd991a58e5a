import ts from 'typescript'
import { byMethod } from '../../catalogue/index.ts'
import { chainOf } from '../reading/chain.ts'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import { lineEndOf, statementEnd } from './statements.ts'

/** What a pasted text takes from the package. */
export interface PastedImports {
  /** By local name: the exported one. */
  readonly names: ReadonlyMap<string, string>
  /** Exported names that are imported as types. */
  readonly types: ReadonlySet<string>
  /** `import * as millrace`: the local name. */
  readonly namespace?: string
}

/** A pasted text, taken apart: what of it goes into a job. */
export interface PastedText {
  readonly source: ts.SourceFile
  readonly imports: PastedImports
  /** Imports of other modules. */
  readonly others: readonly ts.ImportDeclaration[]
  /** Variables of its Environments, which become the job's. */
  readonly environments: ReadonlySet<string>
  /** What is neither an import nor an Environment nor its execution. */
  readonly statements: readonly ts.Statement[]
}

/** @param owner the variable of the job's Environment, for a chain that does not say what it is called on */
export function readPasted(given: string, owner: string): PastedText {
  const text = withReceiver(unfenced(given), owner)
  const source = ts.createSourceFile('pasted.ts', text, ts.ScriptTarget.Latest, true)
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }
  if (parseDiagnostics.length > 0)
    refuse(`what is pasted is not TypeScript: ${ts.flattenDiagnosticMessageText(parseDiagnostics[0].messageText, ' ')}`)
  const declarations = source.statements.filter(ts.isImportDeclaration)
  const own = declarations.filter(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text === 'millrace')
  const imports = importsOf(own)
  const environments = new Set<string>()
  const gone = new Set<string>()
  const statements = source.statements.filter((statement) => {
    if (ts.isImportDeclaration(statement) || ts.isEmptyStatement(statement)) return false
    const made = environmentIn(statement, imports)
    if (made !== undefined) environments.add(made)
    if (made !== undefined) return false
    // What comes of the execution goes with it: the job that is pasted into has its own.
    if (!executes(statement, environments) && !mentionsOutside(statement, gone)) return true
    for (const name of declaredBy(statement)) gone.add(name)
    return false
  })
  const others = declarations.filter((declaration) => !own.includes(declaration))
  return { source, imports, others, environments, statements }
}

/** The code of an answer that marks it: what stands between the lines with three backticks. */
function unfenced(text: string): string {
  const blocks = [...text.matchAll(/^[ \t]*```[^\r\n`]*\r?\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)]
  return blocks.length === 0 ? text : blocks.map(([, code]) => code).join('')
}

/** A chain that begins with a dot is called on an open input. */
function withReceiver(text: string, owner: string): string {
  const from = ts.getLeadingCommentRanges(text, 0)?.at(-1)?.end ?? 0
  const start = from + /^\s*/.exec(text.slice(from))![0].length
  if (text[start] !== '.' || text[start + 1] === '.') return text
  const lines = /(?:\r\n|\r|\n)([ \t]*)\./.exec(text.slice(start))
  const gap = lines ? `\n${lines[1] === '' ? '  ' : lines[1]}` : ''
  const rest = lines?.[1] === '' ? text.slice(start).replace(/([\r\n])(?=\.)/g, '$1  ') : text.slice(start)
  return `${text.slice(0, start).replace(/[ \t]+$/, '')}${owner}.unconnected<unknown>()${gap}${rest}`
}

function importsOf(declarations: readonly ts.ImportDeclaration[]): PastedImports {
  const names = new Map<string, string>()
  const types = new Set<string>()
  let namespace: string | undefined
  for (const { importClause } of declarations) {
    const bindings = importClause?.namedBindings
    if (bindings && ts.isNamespaceImport(bindings)) namespace = bindings.name.text
    if (!bindings || !ts.isNamedImports(bindings)) continue
    for (const { name, propertyName, isTypeOnly } of bindings.elements) {
      const exported = (propertyName ?? name).text
      names.set(name.text, exported)
      if (isTypeOnly || importClause?.phaseModifier) types.add(exported)
    }
  }
  return { names, types, ...(namespace === undefined ? {} : { namespace }) }
}

/** The variable of a statement that only makes an Environment. */
function environmentIn(statement: ts.Statement, { names, namespace }: PastedImports): string | undefined {
  if (!ts.isVariableStatement(statement)) return undefined
  const [{ name, initializer }, ...more] = statement.declarationList.declarations
  const made = initializer && bare(initializer)
  if (!made || !ts.isNewExpression(made) || !ts.isIdentifier(name) || more.length > 0) return undefined
  const called = made.expression.getText()
  const isOurs = (names.get(called) ?? called) === 'Environment' || called === `${namespace}.Environment`
  return isOurs ? name.text : undefined
}

/** Whether a statement, and not only a function in it, executes a job. */
function executes(node: ts.Node, environments: ReadonlySet<string>): boolean {
  if (ts.isFunctionLike(node)) return false
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression
    const on = bare(expression)
    const known = ts.isIdentifier(on) && (environments.size === 0 || environments.has(on.text))
    if (name.text === 'execute' && known) return true
  }
  return ts.forEachChild(node, (child) => executes(child, environments) || undefined) ?? false
}

function mentionsOutside(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (names.size === 0 || ts.isFunctionLike(node)) return false
  if (ts.isIdentifier(node) && names.has(node.text)) return true
  return ts.forEachChild(node, (child) => mentionsOutside(child, names) || undefined) ?? false
}

/** The names that a statement declares where it stands. */
export function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesOf(name))
  const { name } = statement as { name?: ts.Node }
  return name && ts.isIdentifier(name) ? [name.text] : []
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)))
}

/** A statement's text in three parts, with names replaced: the comments above it, itself, the comment behind it. */
export interface StatementText {
  readonly above: string
  readonly code: string
  readonly behind: string
}

/** @param uids those that the job has already: they are left out */
export function rewritten(
  statement: ts.Statement,
  names: ReadonlyMap<string, string>,
  uids: ReadonlySet<string | undefined>,
): StatementText {
  const edits: { from: number; to: number; text: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.has(node.text)) {
      const text = names.get(node.text)!
      const from = node.getStart()
      if (isShort(node)) edits.push({ from, to: node.end, text: `${node.text}: ${text}` })
      else if (!isPropertyName(node)) edits.push({ from, to: node.end, text })
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [argument] = node.arguments
      const { name, expression } = node.expression
      if (name.text === 'uid' && argument && ts.isStringLiteralLike(argument) && uids.has(argument.text))
        edits.push({ from: expression.end, to: node.end, text: '' })
    }
    ts.forEachChild(node, visit)
  }
  visit(statement)
  const { text } = statement.getSourceFile()
  const start = statement.getStart()
  const end = statementEnd(text, statement)
  const isEnded = text[end - 1] === ';' && (ts.isVariableStatement(statement) || ts.isExpressionStatement(statement))
  let code = text.slice(start, isEnded ? end - 1 : end).trimEnd()
  for (const { from, to, text: put } of edits.sort((a, b) => b.from - a.from))
    code = code.slice(0, from - start) + put + code.slice(to - start)
  const top = ts.getLeadingCommentRanges(text, statement.getFullStart())?.[0]?.pos ?? start
  return { above: text.slice(top, start), code, behind: text.slice(end, lineEndOf(text, { end })) }
}

/** `{ name }`, of an object or a pattern: what it is called there stays. */
const isShort = (node: ts.Identifier): boolean =>
  ts.isShorthandPropertyAssignment(node.parent) ||
  (ts.isBindingElement(node.parent) &&
    node.parent.name === node &&
    node.parent.propertyName === undefined &&
    node.parent.dotDotDotToken === undefined &&
    ts.isObjectBindingPattern(node.parent.parent))

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isBindingElement(parent)) return parent.propertyName === node
  if (ts.isEnumMember(parent)) return parent.name === node
  return (
    (ts.isObjectLiteralElement(parent) || ts.isTypeElement(parent) || ts.isClassElement(parent)) && parent.name === node
  )
}

/** A chain at the top of a pasted text that is called on a name, or is given one as a stream. */
export interface NamedStream {
  readonly name: string
  /** The method that is called on it first; none where it is an argument. */
  readonly method?: string
}

/** The names that statements take for streams or for an Environment. */
export function streamsNamedBy(statements: readonly ts.Statement[]): NamedStream[] {
  const found: NamedStream[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { root, steps } = chainOf(node)
      const [first] = steps
      if (ts.isIdentifier(root) && first?.call === node) {
        const { name: method } = first
        if (byMethod.stream.has(method) || byMethod.strategy.has(method) || byMethod.environment.has(method))
          found.push({ name: root.text, method })
      }
      const entry = byMethod.stream.get(node.expression.name.text)
      for (const [index, argument] of node.arguments.entries()) {
        const { kind, rest } = entry?.arguments[index] ?? entry?.arguments.at(-1) ?? {}
        const isStream = kind === 'stream' && (rest || index < (entry?.arguments.length ?? 0))
        if (isStream && ts.isIdentifier(bare(argument))) found.push({ name: argument.getText() })
      }
    }
    ts.forEachChild(node, visit)
  }
  for (const statement of statements) visit(statement)
  return found
}
