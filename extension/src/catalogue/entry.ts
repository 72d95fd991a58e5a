import type { OperatorKind } from 'millrace/graph'

/** What an argument is, which decides how it is drawn, completed and checked. */
export type ArgumentKind =
  | 'function'
  | 'selector'
  | 'text'
  | 'number'
  | 'milliseconds'
  | 'path'
  | 'collection'
  | 'options'
  | 'stream'
  | 'tag'
  | 'source'
  | 'sink'
  | 'window'
  | 'trigger'

export interface ArgumentEntry {
  readonly name: string
  readonly kind: ArgumentKind
  /** The text a new call is written with; an argument without one is left out. */
  readonly initial?: string
  readonly optional?: true
  /** Any number of them. */
  readonly rest?: true
  readonly help: string
}

/** What a method is called on, or gives. `end` closes a branch. */
export type Receiver = 'environment' | 'stream' | 'keyed' | 'windowed' | 'connected' | 'end'

/** One method of the API that belongs to a dataflow. */
export interface MethodEntry {
  readonly method: string
  readonly on: Receiver
  readonly yields: Receiver
  /** The operator it makes, and what that is called when nobody names it; methods that only prepare one make none. */
  readonly makes?: {
    readonly kind: OperatorKind
    readonly name: string
    /** Index of the argument that names it. */
    readonly nameArgument?: number
  }
  readonly arguments: readonly ArgumentEntry[]
  /** What comes out has the type of what went in. */
  readonly keepsType: boolean
  /** A codicon. */
  readonly icon: string
  readonly help: string
}

/** A function that makes a source, a sink, a window or a trigger, for use as an argument. */
export interface FactoryEntry {
  readonly factory: string
  readonly arguments: readonly ArgumentEntry[]
  readonly icon: string
  readonly help: string
}

export interface ConnectorEntry extends FactoryEntry {
  /** What the runtime calls its operator. */
  readonly name: string
}
