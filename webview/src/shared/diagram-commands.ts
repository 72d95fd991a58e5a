/** Where a new operator goes. Operators, edges and environments are named by their numbers in the document's model. */
export type DiagramPlace =
  /** Before all that read it; with `branch`, or behind a side output, beside them. */
  | { readonly after: number; readonly output?: string; readonly branch?: true }
  | { readonly before: number; readonly port?: number }
  | { readonly edge: number }
  | { readonly environment: number }

/** What a person does to the diagram: the commands of the job document that the canvas and the inspector give. */
export type DiagramCommand =
  | {
      readonly command: 'addOperator'
      readonly method: string
      readonly at: DiagramPlace
      readonly arguments?: readonly string[]
      readonly name?: string
    }
  | { readonly command: 'remove'; readonly operator: number; readonly type?: string }
  | {
      readonly command: 'removeAll'
      readonly operators: readonly number[]
      /** Record types of sources that go, by operator, for the open inputs that take their place. */
      readonly types?: Readonly<Record<number, string>>
    }
  | {
      readonly command: 'connect'
      readonly from: number
      readonly output?: string
      readonly to: number
      readonly port?: number
    }
  | { readonly command: 'disconnect'; readonly edge: number; readonly type?: string }
  | {
      readonly command: 'disconnectAll'
      readonly edges: readonly number[]
      /** By edge: the type of its records, for the open input. */
      readonly types?: Readonly<Record<number, string>>
    }
  /** Lets another input read what an edge brings. */
  | {
      readonly command: 'retarget'
      readonly edge: number
      readonly to: number
      readonly port?: number
      /** The type of the edge's records, for the input that it leaves open. */
      readonly type?: string
    }
  | { readonly command: 'reconnect'; readonly edge: number; readonly from: number; readonly output?: string }
  | { readonly command: 'moveBranch'; readonly operator: number; readonly from: number; readonly output?: string }
  | { readonly command: 'reorder'; readonly operator: number; readonly edge: number }
  | { readonly command: 'duplicate'; readonly operator: number }
  | { readonly command: 'duplicateAll'; readonly operators: readonly number[] }
  | { readonly command: 'newEnvironment'; readonly name?: string }
  | {
      readonly command: 'wrapInHelper'
      readonly operators: readonly number[]
      readonly name: string
      readonly type?: string
    }
  | {
      readonly command: 'setStrategy'
      readonly edge: number
      readonly method: string | null
      readonly argument?: string
    }
  | { readonly command: 'setParallelism'; readonly operator: number; readonly parallelism: number | string | null }
  | {
      readonly command: 'setParallelismOfAll'
      readonly operators: readonly number[]
      readonly parallelism: number | string | null
    }
  | {
      readonly command: 'setEnvironmentParallelism'
      readonly environment: number
      readonly parallelism: number | string | null
    }
  | { readonly command: 'rename'; readonly operator: number; readonly name: string | null }
  /** What is given to `execute`. */
  | { readonly command: 'renameJob'; readonly environment: number; readonly name: string | null }
  /** What happens to a record whose function throws. */
  | { readonly command: 'setOnError'; readonly operator: number; readonly policy: 'fail' | 'skip' | null }
  | { readonly command: 'setSlotGroup'; readonly operator: number; readonly group: string | null }
  | { readonly command: 'setUid'; readonly operator: number; readonly uid: string | null }
  | { readonly command: 'setDescription'; readonly operator: number; readonly description: string | null }
  | {
      readonly command: 'setArgument'
      readonly operator: number
      readonly index: number
      /** Empty: an argument that need not be there goes. */
      readonly text: string
      /** The call that leads to the operator's own whose argument it is: `window`, `allowedLateness`, .. */
      readonly of?: string
    }
  | { readonly command: 'changeMethod'; readonly operator: number; readonly method: string }
  | { readonly command: 'extract'; readonly operator: number; readonly variable?: string }
