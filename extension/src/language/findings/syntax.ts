import ts from 'typescript'
import type { TextRange } from '../../document/index.ts'

/** The call of a method whose name begins, and which ends, where the range does. */
export function callAt(source: ts.SourceFile, { offset, length }: TextRange): ts.CallExpression | undefined {
  const end = offset + length
  let node: ts.Node = source
  for (;;) {
    if (ts.isCallExpression(node) && node.end === end && ts.isPropertyAccessExpression(node.expression)) {
      if (node.expression.name.getStart(source) === offset) return node
    }
    const child: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.pos <= offset && child.end >= end ? child : undefined,
    )
    if (child === undefined) return undefined
    node = child
  }
}

export function rangeOf(node: ts.Node, source: ts.SourceFile): TextRange {
  const offset = node.getStart(source)
  return { offset, length: node.end - offset }
}

export type FunctionLike = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration

export function isFunctionLike(node: ts.Node): node is FunctionLike {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  )
}

/** The function that a node is in, or undefined at the top of the file. */
export function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike)
}

export function isAsync(node: ts.SignatureDeclaration): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  )
}

export function isExported(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}

/** The identifier that stands for a value, not for a property, a declaration or a type. */
export function isUse(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) return parent.initializer === node
  if (ts.isParameter(parent) || ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isFunctionLike(parent) || ts.isClassLike(parent)) return false
  return !ts.isImportSpecifier(parent) && !ts.isImportClause(parent) && !ts.isTypeNode(parent)
}

/** The variable at the root of `a.b[c].d`. */
export function rootOf(node: ts.Expression): ts.Identifier | undefined {
  for (;;) {
    if (ts.isIdentifier(node)) return node
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) node = node.expression
    else if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression
    else return undefined
  }
}
