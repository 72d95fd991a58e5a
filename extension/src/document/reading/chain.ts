import ts from 'typescript'
import { bare } from './static-values.ts'

/** One step of a chain: `.method(..)`, or without a call `.property`. */
export interface ChainStep {
  readonly name: string
  readonly nameNode: ts.Node
  /** What it is called on. */
  readonly receiver: ts.Expression
  readonly args: readonly ts.Expression[]
  readonly call?: ts.CallExpression
}

/** A step that is a call. */
export type ChainCall = ChainStep & { readonly call: ts.CallExpression }

/** `root.a(..).b(..)`: the expression it starts from, and its steps in the order they are made. */
export interface Chain {
  readonly root: ts.Expression
  readonly steps: readonly ChainStep[]
}

/** Takes a chain of method calls apart. A loop and no recursion: chains may be longer than the stack is deep. */
export function chainOf(expression: ts.Expression): Chain {
  const steps: ChainStep[] = []
  let node = bare(expression)
  for (;;) {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: receiver } = node.expression
      steps.push({ name: name.text, nameNode: name, receiver, args: node.arguments, call: node })
      node = bare(receiver)
    } else if (ts.isPropertyAccessExpression(node)) {
      // A property, or a method whose parentheses are still to be typed.
      steps.push({ name: node.name.text, nameNode: node.name, receiver: node.expression, args: [] })
      node = bare(node.expression)
    } else if (ts.isElementAccessExpression(node) && ts.isLiteralExpression(node.argumentExpression)) {
      const { argumentExpression: index } = node
      steps.push({ name: index.text, nameNode: index, receiver: node.expression, args: [] })
      node = bare(node.expression)
    } else {
      return { root: node, steps: steps.reverse() }
    }
  }
}
