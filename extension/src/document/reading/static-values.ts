import ts from 'typescript'

/** The text of a string or template literal without substitutions, else undefined. */
export function textOf(node: ts.Expression | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** The value of a property of an object literal, else undefined. */
export function propertyOf(node: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) continue
    if ((ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) && property.name.text === name) {
      return property.initializer
    }
  }
  return undefined
}

/** The expression inside of parentheses, `await`, `as T`, `satisfies T`, `<T>` and `!`. */
export function bare(node: ts.Expression): ts.Expression {
  for (;;) {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      node = node.expression
    } else {
      return node
    }
  }
}

/** The name of the function that an expression calls: `textFile` of `textFile('a.txt')`. */
export function calledName(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined
  const call = bare(node)
  return ts.isCallExpression(call) && ts.isIdentifier(call.expression) ? call.expression.text : undefined
}

const LONGEST_SUMMARY = 80

/** Arguments on one line, cut at 80 characters. */
export function summary(args: readonly ts.Expression[], source: ts.SourceFile): string {
  let text = ''
  for (const arg of args) {
    // An argument may be a whole file's worth of text: only its beginning is looked at.
    const start = arg.getStart(source)
    const part = source.text.slice(start, Math.min(arg.end, start + 4 * LONGEST_SUMMARY)).replace(/\s+/g, ' ')
    text += text === '' ? part : `, ${part}`
    if (text.length > LONGEST_SUMMARY) break
  }
  return text.length > LONGEST_SUMMARY ? `${text.slice(0, LONGEST_SUMMARY - 1)}…` : text
}
