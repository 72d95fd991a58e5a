/** One instance of an operator: a task of the physical graph. */
export interface Instance {
  /** Task id: counted in topological order of the operators, one per instance. Also the index in `instances`. */
  readonly task: number
  readonly operatorId: number
  /** Index among the operator's instances. */
  readonly index: number
  /** The worker thread it runs on. */
  readonly thread: number
  /** The chain its operator belongs to. */
  readonly chain: number
}

/** One pair of instances that a partition strategy connects. */
export interface Channel {
  /** Index in `channels`: dense, in the order the graph is printed. */
  readonly index: number
  readonly edgeId: number
  /** Task ids. */
  readonly from: number
  readonly to: number
  /** Inside a chain: records pass by reference within one loop, there is no queue. */
  readonly chained: boolean
}

/** Operators that run as one task: a tree with one head. */
export interface Chain {
  readonly id: number
  /** Operator ids, head first, parents before children. */
  readonly operators: readonly number[]
  /** Ids of the edges inside the chain. */
  readonly edges: readonly number[]
  readonly parallelism: number
  readonly slotGroup: string
}

/** The physical graph: a pure function of logical graph, placement and build time. */
export interface ExecutionGraph {
  /** Milliseconds since the epoch, taken once by the coordinator. */
  readonly buildTime: number
  /** Number of worker threads, at least one per slot group. */
  readonly threads: number
  readonly maxParallelism: number
  readonly instances: readonly Instance[]
  readonly channels: readonly Channel[]
  readonly chains: readonly Chain[]
}
