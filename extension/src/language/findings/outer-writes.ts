import ts from 'typescript'
import type { JobSyntax } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import { Declarations } from './declarations.ts'
import type { Finding } from './finding.ts'
import { type FunctionLike, isFunctionLike, isUse, rangeOf, rootOf } from './syntax.ts'

/** Methods that change what they are called on: of arrays, sets and maps. */
const CHANGES = /^(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear)$/

/** Functions of operators that write to a variable of outside: each thread has its own, and nothing of it is saved. */
export function outerWrites({ model }: OpenJob, { source, operators }: JobSyntax): Finding[] {
  const declarations = new Declarations()
  return operators.flatMap(({ step }, id): Finding[] => {
    if (!('nameNode' in step) || model.operators[id].implied) return []
    const operator = model.operators[id]
    return functionsIn(step.args, declarations).flatMap((written) =>
      writes(written, declarations)
        // A source with one reader that nobody else looks into: its one instance counts for itself.
        .filter(
          ({ declaration, name }) =>
            operator.kind !== 'source' || isUsedElsewhere(name, declaration, written, declarations),
        )
        .map(({ node, name }) => ({
          severity: 'warning' as const,
          code: 'write-to-outer-variable',
          message: `${operator.name} writes to ${name}, which is declared outside of its function: each thread has its own ${name}`,
          cure: 'keep it in the state of a process(..) on a keyed stream, or emit it as a record',
          range: rangeOf(node, source),
        })),
    )
  })
}

/** The functions among arguments: written there, by name, or as methods of an object. */
function functionsIn(args: readonly ts.Node[], declarations: Declarations): FunctionLike[] {
  return args.flatMap((arg): FunctionLike[] => {
    if (isFunctionLike(arg)) return [arg]
    if (ts.isObjectLiteralExpression(arg)) {
      return arg.properties.flatMap((property) =>
        ts.isMethodDeclaration(property)
          ? [property]
          : ts.isPropertyAssignment(property)
            ? functionsIn([property.initializer], declarations)
            : [],
      )
    }
    if (!ts.isIdentifier(arg)) return []
    const declaration = declarations.of(arg)
    if (declaration && ts.isFunctionDeclaration(declaration)) return [declaration]
    const { initializer } = declaration && ts.isVariableDeclaration(declaration) ? declaration : {}
    return initializer && isFunctionLike(initializer) ? [initializer] : []
  })
}

interface Write {
  readonly node: ts.Node
  readonly name: string
  readonly declaration: ts.Node
}

/** The first write to each outer variable. */
function writes(written: FunctionLike, declarations: Declarations): Write[] {
  const found = new Map<ts.Node, Write>()
  const write = (target: ts.Expression, node: ts.Node, throughProperty: boolean) => {
    const root = rootOf(target)
    if (root === undefined || (root === target) === throughProperty) return
    const declaration = declarations.of(root)
    if (declaration === undefined || within(declaration, written)) return
    if (!ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration)) return
    if (!found.has(declaration)) found.set(declaration, { node, name: root.text, declaration })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      write(node.left, node, false)
      write(node.left, node, true)
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) {
        write(node.operand, node, false)
        write(node.operand, node, true)
      }
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression
      if (CHANGES.test(name.text) && isCollection(rootOf(expression), declarations)) write(node.expression, node, true)
    }
    ts.forEachChild(node, visit)
  }
  if (written.body) visit(written.body)
  return [...found.values()]
}

/** Whether a variable is declared as an array, a set or a map: others have methods of these names that change nothing. */
function isCollection(root: ts.Identifier | undefined, declarations: Declarations): boolean {
  const declaration = root && declarations.of(root)
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false
  const { initializer, type } = declaration
  if (type && /^(readonly )?\w+\[\]$|^(Array|Set|Map|WeakMap|WeakSet)</.test(type.getText())) return true
  if (initializer === undefined) return false
  if (ts.isArrayLiteralExpression(initializer)) return true
  return ts.isNewExpression(initializer) && /^(Array|Set|Map|WeakMap|WeakSet)$/.test(initializer.expression.getText())
}

function isUsedElsewhere(name: string, declaration: ts.Node, written: ts.Node, declarations: Declarations): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === written) return false
    if (isUse(node) && node.text === name && declarations.of(node) === declaration) return true
    return ts.forEachChild(node, visit) ?? false
  }
  return visit(declaration.getSourceFile())
}

function within(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}
