/** What the diagram draws: plain data, made by the host from a job's text. */

/** A stretch of the text, in UTF-16 code units. */
export interface Stretch {
  readonly offset: number
  readonly length: number
}

/** A record type as the checker writes it. */
export interface DiagramType {
  /** At most 60 characters. */
  readonly short: string
  readonly full: string
}

export interface DiagramProblem {
  readonly severity: 'error' | 'warning' | 'hint'
  /** As the Problems view says it. */
  readonly message: string
}

/** What a box looks like. `open` is an input that nothing is connected to, `group` a helper that is closed. */
export type Shape = 'source' | 'transformation' | 'keyed' | 'window' | 'join' | 'sink' | 'open' | 'opaque' | 'group'

export interface InputPort {
  readonly port: number
  /** Absent where there is one. */
  readonly name?: string
  /** Nothing is connected to it: the text has `unconnected()` there. */
  readonly open?: true
}

export interface OutputPort {
  /** `main`, or the tag of a side output. */
  readonly output: string
  /** Absent for the main output where there is no other. */
  readonly name?: string
}

export interface DiagramArgument {
  readonly text: string
  /** What the catalogue calls it. */
  readonly name: string
  /** Decides which field the inspector has for it: `function`, `number`, `milliseconds`, `window`, .. */
  readonly kind: string
  readonly help: string
  /** It can be taken away. */
  readonly optional?: true
}

/** A call that leads to the one that makes an operator, as `window(..)` does, or could. */
export interface DiagramCall {
  readonly method: string
  readonly help: string
  /** None: the call is not there, and its first argument brings it. */
  readonly arguments: readonly DiagramArgument[]
  readonly absentArguments: readonly DiagramArgument[]
}

/** One box: an operator, or a closed group of them. */
export interface DiagramNode {
  /** Its identity from one state of the text to the next. */
  readonly key: string
  readonly shape: Shape
  readonly kind: string
  /** The method of the API that makes it; of a group its function's name. */
  readonly method: string
  readonly name: string
  /** Somebody gave it the name; otherwise it is the default. */
  readonly named: boolean
  /** A codicon. */
  readonly icon: string
  /** One line of what it does: `f.delay > 15`; of an opaque one why it is not understood. */
  readonly summary?: string
  readonly description?: string
  /** A number of instances, or the expression that gives it. */
  readonly parallelism: number | string
  /** Whether it is written at the operator, or comes from elsewhere. */
  readonly parallelismWritten: boolean
  readonly marks: readonly ('window' | 'timer' | 'state')[]
  readonly inputs: readonly InputPort[]
  readonly outputs: readonly OutputPort[]
  readonly problems: readonly DiagramProblem[]
  /** What comes out, once the checker has answered. */
  readonly type?: DiagramType
  readonly uid?: string
  /** What happens to records on which its function throws; absent: it has none of its own. */
  readonly onError?: 'fail' | 'skip' | 'sideOutput'
  /** The group whose threads it shares, where that is not the default. */
  readonly slotGroup?: string
  readonly arguments: readonly DiagramArgument[]
  /** Arguments that the catalogue knows, and the text leaves out. */
  readonly absentArguments: readonly DiagramArgument[]
  /** Of windows: the calls before the operator's own. */
  readonly calls?: readonly DiagramCall[]
  /** One line of what the method does. */
  readonly help?: string
  /** Methods that can take the place of its own, with what they do. */
  readonly alternatives?: readonly { readonly method: string; readonly help: string; readonly icon: string }[]
  /** Operators of the document's model: one, or all of a group. */
  readonly operators: readonly number[]
  readonly environment: number
  /** Keys of the groups that it is in, outermost first. */
  readonly groups: readonly string[]
  /** Why it cannot be edited here. */
  readonly locked?: string
}

export interface DiagramEdge {
  /** Its identity from one state of the text to the next. */
  readonly key: string
  /** Number of the edge in the document's model. */
  readonly edge: number
  readonly source: string
  readonly target: string
  readonly output: string
  readonly port: number
  /** `Forward`, `Key`, .., or `default` where it depends on what only running the job tells. */
  readonly strategy: string
  /** The text says the strategy; otherwise it is the default. */
  readonly written: boolean
  /** The function of a custom strategy. */
  readonly argument?: string
  readonly type?: DiagramType
}

/** A helper that is open: its operators are drawn, inside of a frame. */
export interface DiagramGroup {
  readonly key: string
  readonly name: string
  readonly call: string
  readonly parent?: string
  /** Keys of the boxes that are drawn in it. */
  readonly nodes: readonly string[]
}

export interface DiagramEnvironment {
  readonly id: number
  /** Of the job, where `execute` names it. */
  readonly name?: string
  readonly parallelism?: string
  readonly operators: number
}

export interface Spot {
  /** Upper left corner, pixels at zoom 1. */
  readonly x: number
  readonly y: number
  /** Which layer of the flow it is in, and its place there. */
  readonly layer: number
  readonly order: number
  /** A person put it there. */
  readonly placed: boolean
}

export type Direction = 'right' | 'down'

/** Size of every box, pixels at zoom 1; the layout and the style sheet rest on it. */
export const BOX = { width: 200, height: 64 } as const

export interface Diagram {
  /** The version of the document that numbers of operators and edges are of. */
  readonly version: number
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
  readonly groups: readonly DiagramGroup[]
  readonly environments: readonly DiagramEnvironment[]
  /** By key; every node has one. */
  readonly spots: Readonly<Record<string, Spot>>
  readonly direction: Direction
  /** Sentences above the diagram: what of the text is not in it, what is wrong with the file. */
  readonly notices: readonly string[]
  /** The text has a syntax error: this is the diagram of the text before, and cannot be edited. */
  readonly stale?: { readonly message: string; readonly line: number }
  /** Why nothing can be edited: a read-only file, a language server that has ended. */
  readonly readOnly?: { readonly reason: string; readonly restart?: true }
  /** The file is a job, or an empty one that can become a job. */
  readonly isJob: boolean
  readonly empty: boolean
}
