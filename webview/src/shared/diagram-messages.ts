/** What the diagram draws: one box. Plain data, made by the host from the job's text. */
export interface DiagramOperator {
  /** The operator's identity from one state of the text to the next. */
  readonly key: string
  readonly id: number
  readonly kind: string
  readonly name: string
  /** A codicon. */
  readonly icon: string
  /** One line of text: the arguments of the call, or why it is not understood. */
  readonly detail?: string | undefined
  /** A number of instances, or the expression that gives it. */
  readonly parallelism: number | string
}

export interface DiagramEdge {
  readonly id: number
  readonly source: number
  readonly target: number
  /** Or `default`, where it depends on what only running the job tells. */
  readonly strategy: string
  /** Whether the text says the strategy, or it is the default. */
  readonly written: boolean
}

export interface Diagram {
  readonly operators: readonly DiagramOperator[]
  readonly edges: readonly DiagramEdge[]
  /** Sentences above the diagram: what of the text is not in it. */
  readonly notices: readonly string[]
}

/** From the host to the diagram. */
export type ToDiagram = { readonly type: 'diagram'; readonly diagram: Diagram }

/** From the diagram to the host: it is there and draws nothing yet; somebody wants to see an operator's text. */
export type FromDiagram = { readonly type: 'ready' } | { readonly type: 'showText'; readonly operatorId: number }
