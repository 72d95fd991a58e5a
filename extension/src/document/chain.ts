import ts from 'typescript'
import { bare } from './static-values.ts'

/** One call of a chain. */
export interface ChainCall {
  readonly method: string
  readonly args: readonly ts.Expression[]
  readonly call: ts.CallExpression
  readonly nameNode: ts.Node
}

/** `root.a(..).b(..)`: the expression it starts from, and its calls in the order they are made. */
export interface Chain {
  readonly root: ts.Expression
  readonly calls: readonly ChainCall[]
}

/** Takes a chain of method calls apart. A loop and no recursion: chains may be longer than the stack is deep. */
export function chainOf(expression: ts.Expression): Chain {
  const calls: ChainCall[] = []
  let node = bare(expression)
  for (;;) {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: receiver } = node.expression
      calls.push({ method: name.text, args: node.arguments, call: node, nameNode: name })
      node = bare(receiver)
    } else if (ts.isPropertyAccessExpression(node)) {
      // A method whose parentheses are still to be typed.
      node = bare(node.expression)
    } else {
      return { root: node, calls: calls.reverse() }
    }
  }
}
