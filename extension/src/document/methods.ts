import type { OperatorKind } from 'millrace/graph'

type StrategyName = 'Forward' | 'Shuffle' | 'Broadcast' | 'Rescale' | 'RoundRobin' | 'Custom'

export interface OperatorMethod {
  readonly kind: OperatorKind
  readonly name: string
  /** Index of the argument that is the operator's name, where the method takes one. */
  readonly nameArgument?: number
}

/** Methods of an Environment that begin a stream. */
export const sourceMethods: ReadonlyMap<string, OperatorMethod> = new Map([
  ['source', { kind: 'source', name: 'Source', nameArgument: 1 }],
  ['readTextFile', { kind: 'source', name: 'Read Text File' }],
  ['fromCollection', { kind: 'source', name: 'Source' }],
  ['unconnected', { kind: 'unconnected', name: 'Unconnected' }],
])

/** Methods of a stream that add an operator, with the names operators have when nobody gives them one. */
export const operatorMethods: ReadonlyMap<string, OperatorMethod> = new Map([
  ['map', { kind: 'map', name: 'Map', nameArgument: 1 }],
  ['flatMap', { kind: 'flatMap', name: 'FlatMap', nameArgument: 1 }],
  ['filter', { kind: 'filter', name: 'Filter', nameArgument: 1 }],
  ['keyBy', { kind: 'keyBy', name: 'KeyBy', nameArgument: 1 }],
  ['reduce', { kind: 'reduce', name: 'Reduce', nameArgument: 1 }],
  ['sum', { kind: 'sum', name: 'Sum', nameArgument: 1 }],
  ['inspect', { kind: 'inspect', name: 'Inspect', nameArgument: 1 }],
  ['union', { kind: 'union', name: 'Union' }],
  ['assignTimestamps', { kind: 'assignTimestamps', name: 'Timestamps', nameArgument: 2 }],
  ['process', { kind: 'process', name: 'Process', nameArgument: 1 }],
  ['asyncMap', { kind: 'asyncMap', name: 'AsyncMap', nameArgument: 2 }],
  ['sink', { kind: 'sink', name: 'Sink' }],
])

/** Methods after which a stream is cut into windows: what follows says what is done with them. */
export const windowMethods: ReadonlySet<string> = new Set(['window', 'timeWindow'])

export const windowSettings: ReadonlySet<string> = new Set(['allowedLateness', 'lateTo', 'trigger'])

/** Methods that end the description of a window, with the index of the argument that is the operator's name. */
export const windowFunctions: ReadonlyMap<string, number> = new Map([
  ['reduce', 1],
  ['sum', 1],
  ['min', 1],
  ['max', 1],
  ['count', 0],
  ['aggregate', 1],
  ['process', 1],
])

/** Methods of a stream that say how its records reach the next operator. */
export const partitionMethods: ReadonlyMap<string, StrategyName> = new Map([
  ['forward', 'Forward'],
  ['shuffle', 'Shuffle'],
  ['broadcast', 'Broadcast'],
  ['rescale', 'Rescale'],
  ['roundRobin', 'RoundRobin'],
  ['partition', 'Custom'],
])

/** Methods of a stream that speak of the operator that produces it. */
export const settingMethods: ReadonlySet<string> = new Set(['name', 'uid', 'setParallelism', 'slotGroup', 'onError'])

/** What the runtime's sources and sinks call their operators. */
export const connectorNames: ReadonlyMap<string, string> = new Map([
  ['textFile', 'Read Text File'],
  ['jsonLinesFile', 'Read JSON Lines File'],
  ['csvFile', 'Read CSV File'],
  ['parquetFile', 'Read Parquet File'],
  ['stdin', 'Read Standard Input'],
  ['generate', 'Generate'],
  ['print', 'Print'],
  ['table', 'Table'],
  ['collect', 'Collect'],
])

/** Sources that are split over the instances of their operator. All others have exactly one instance. */
export const splittingSources: ReadonlySet<string> = new Set([
  'textFile',
  'jsonLinesFile',
  'csvFile',
  'parquetFile',
  'generate',
  'fromCollection',
])
