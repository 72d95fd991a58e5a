import ts from 'typescript'
import { parse } from '../parse.ts'
import { type Command, isRefusal, type Refusal } from './command.ts'
import { applyEdits } from './draft.ts'
import { plan } from './plan.ts'

/**
 * The text of a new job file, built by commands one after another: each names operators by their ids in the model that
 * the ones before it have left.
 */
export function create(commands: readonly Command[], name = 'job'): string | Refusal {
  let text = `import { Environment } from 'millrace'\n\nconst env = new Environment()\n\nawait env.execute(${literal(name)})\n`
  for (const [index, command] of commands.entries()) {
    const outcome = plan(parse(text), command)
    if (isRefusal(outcome)) return { refused: `command ${index + 1}: ${outcome.refused}` }
    text = applyEdits(text, outcome.edits)
  }
  return spaced(broken(joined(text)))
}

const literal = (text: string) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const read = (text: string) => ts.createSourceFile('job.flow.ts', text, ts.ScriptTarget.Latest, true)

/** One chain for each path: a variable that only the next chain begins with is left out. */
function joined(text: string): string {
  for (;;) {
    const source = read(text)
    const change = source.statements.map((statement) => joinedWith(source, statement)).find((found) => found)
    if (change === undefined) return text
    text = change
  }
}

function joinedWith(source: ts.SourceFile, statement: ts.Statement): string | undefined {
  if (!ts.isVariableStatement(statement)) return undefined
  const [{ name, initializer }] = statement.declarationList.declarations
  if (!initializer || !ts.isIdentifier(name) || ts.isNewExpression(initializer)) return undefined
  const uses: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) uses.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  const [use] = uses
  if (uses.length !== 1 || !ts.isPropertyAccessExpression(use.parent)) return undefined
  let root: ts.Node = use
  while (!ts.isStatement(root)) {
    // The stream of an argument keeps its name.
    if (ts.isCallExpression(root.parent) && root.parent.expression !== root) return undefined
    root = root.parent
  }
  const { text } = source
  const without = text.slice(0, use.getStart()) + initializer.getText() + text.slice(use.end)
  return without.slice(0, statement.getFullStart()) + without.slice(statement.end)
}

/** One call a line where a chain has more than two, and more than a few fit on one. */
function broken(text: string): string {
  const source = read(text)
  const dots: number[] = []
  for (const statement of source.statements) {
    const own: number[] = []
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        own.push(text.lastIndexOf('.', node.expression.name.getStart()))
        visit(node.expression.expression)
      } else if (ts.isVariableStatement(node) || ts.isVariableDeclarationList(node) || ts.isVariableDeclaration(node))
        ts.forEachChild(node, visit)
      else if (ts.isExpressionStatement(node) || ts.isAwaitExpression(node)) visit(node.expression)
    }
    visit(statement)
    if (own.length > 2 || (own.length > 1 && statement.end - statement.getStart() > 100)) dots.push(...own)
  }
  for (const at of dots.sort((a, b) => b - a)) {
    if (!/[\r\n]\s*$/.test(text.slice(0, at))) text = `${text.slice(0, at)}\n  ${text.slice(at)}`
  }
  return text
}

/** Empty lines around what takes several, and around imports, Environment and execution. */
function spaced(text: string): string {
  const { statements } = read(text)
  const blocks = statements.map((statement) => {
    const written = statement.getFullText().trim()
    const long = /[\r\n]/.test(written) || (!ts.isVariableStatement(statement) && !ts.isExpressionStatement(statement))
    const apart = long || /^await |new Environment\(/.test(written)
    return { written, apart }
  })
  return `${blocks
    .map(({ written, apart }, index) => {
      const previous = blocks[index - 1]
      if (previous === undefined) return written
      return `${apart || previous.apart ? '\n\n' : '\n'}${written}`
    })
    .join('')}\n`
}
