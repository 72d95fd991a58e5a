import type { StrategyName } from 'millrace/graph'
import type ts from 'typescript'
import type { ChainCall } from './chain.ts'

/** What an expression of the job is worth to the reader. Everything else is undefined: it is not looked at. */
export type Value =
  | { readonly kind: 'environment'; readonly id: number }
  | StreamValue
  | { readonly kind: 'windowed'; readonly stream: StreamValue; readonly calls: readonly ChainCall[] }
  | { readonly kind: 'connected'; readonly left: Input; readonly right: Input; readonly connect: ChainCall }
  /** A branch that has ended in a sink. */
  | { readonly kind: 'end'; readonly operator: number }
  | { readonly kind: 'tag'; readonly id: string }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly scope: Scope }
  /** An object or array literal, by property or index. */
  | {
      readonly kind: 'fields'
      readonly fields: ReadonlyMap<string, Value>
      /** The literal, for what in it is no stream. */
      readonly text?: { readonly node: ts.Expression; readonly scope: Scope }
    }
  /** Something that holds streams which only running the job tells apart. */
  | { readonly kind: 'holder'; readonly stream: StreamValue }
  /** An expression without streams, for who needs its text: `const parallelism = 4`. */
  | { readonly kind: 'expression'; readonly node: ts.Expression; readonly scope: Scope }
  | { readonly kind: 'class'; readonly node: ts.ClassDeclaration }
  | { readonly kind: 'imported' }

export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration

/** The open end of a stream. */
export interface StreamValue {
  readonly kind: 'stream'
  readonly operator: number
  readonly output: string
  readonly keyed: boolean
  /** The partition calls made on it. */
  readonly strategies: readonly { readonly name: StrategyName; readonly call: ChainCall }[]
}

/** A stream that an operator reads, and the expression that gives it. */
export interface Input extends StreamValue {
  readonly reader?: ts.Expression
}

/** The names that are visible at a place, with what they are worth. */
export class Scope {
  private readonly values = new Map<string, Value | undefined>()
  private readonly outer: Scope | undefined

  constructor(outer?: Scope) {
    this.outer = outer
  }

  get(name: string): Value | undefined {
    if (this.values.has(name)) return this.values.get(name)
    return this.outer?.get(name)
  }

  declare(name: string, value: Value | undefined): void {
    this.values.set(name, value)
  }

  /** Gives a variable another value, wherever it was declared. */
  assign(name: string, value: Value | undefined): void {
    if (this.values.has(name) || this.outer === undefined) this.values.set(name, value)
    else this.outer.assign(name, value)
  }
}

/** All streams that a value holds. */
export function streamsIn(value: Value | undefined): StreamValue[] {
  switch (value?.kind) {
    case 'stream':
      return [value]
    case 'holder':
    case 'windowed':
      return [value.stream]
    case 'connected':
      return [value.left, value.right]
    case 'fields':
      return [...value.fields.values()].flatMap(streamsIn)
    default:
      return []
  }
}
