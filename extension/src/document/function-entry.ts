import ts from 'typescript'
import type { TextRange } from './job-model.ts'

/** Where a function begins to run, or the name under which it is found elsewhere. Offsets. */
export type FunctionEntry = { readonly entry: number } | { readonly name: number }

/**
 * Where a debugger stops first in the function that stands in a stretch of a text: an argument of an operator, or the name
 * in a declaration. Of an object with functions that is the first of them.
 */
export function functionEntry(
  text: string,
  { offset, length }: TextRange,
  fileName = 'job.flow.ts',
): FunctionEntry | undefined {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const node = nodeAt(source, offset, offset + length)
  if (node === undefined) return undefined
  const { parent } = node
  const declared = ts.isIdentifier(node) && 'name' in parent && parent.name === node
  return entryOf(declared && !ts.isPropertyAccessExpression(parent) ? parent : node)
}

function nodeAt(source: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (node.getStart(source) === start && node.end === end && node !== source) return node
    return ts.forEachChild(node, (child) => (child.pos <= start && child.end >= end ? find(child) : undefined))
  }
  return find(source)
}

function entryOf(node: ts.Node | undefined): FunctionEntry | undefined {
  if (node === undefined) return undefined
  if (ts.isFunctionLike(node)) return bodyOf((node as ts.FunctionLikeDeclaration).body)
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) return entryOf(node.initializer)
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return entryOf(node.expression)
  if (ts.isObjectLiteralExpression(node)) return first(node.properties)
  if (ts.isClassLike(node)) return first(node.members.filter(ts.isMethodDeclaration))
  if (ts.isShorthandPropertyAssignment(node)) return { name: node.name.getStart() }
  if (ts.isIdentifier(node)) return { name: node.getStart() }
  if (ts.isPropertyAccessExpression(node)) return { name: node.name.getStart() }
  return undefined
}

function first(nodes: readonly ts.Node[]): FunctionEntry | undefined {
  for (const node of nodes) {
    const found = entryOf(node)
    if (found) return found
  }
  return undefined
}

function bodyOf(body: ts.Node | undefined): FunctionEntry | undefined {
  if (body === undefined) return undefined
  if (!ts.isBlock(body)) return { entry: body.getStart() }
  // Of an empty function its closing brace: there it returns.
  return { entry: body.statements[0]?.getStart() ?? body.end - 1 }
}
