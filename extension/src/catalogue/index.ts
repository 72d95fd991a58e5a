import type { ConnectorEntry, FactoryEntry, MethodEntry } from './entry.ts'
import { operatorMethods } from './operators.ts'
import { settingMethods } from './settings.ts'
import { sinks } from './sinks.ts'
import { sourceMethods, sources } from './sources.ts'
import { strategyMethods } from './strategies.ts'
import { triggers, windowFunctions, windowMethods, windowSettings, windows } from './windows.ts'

export type { ArgumentEntry, ArgumentKind, ConnectorEntry, FactoryEntry, MethodEntry, Receiver } from './entry.ts'
export type { StrategyEntry } from './strategies.ts'
export {
  operatorMethods,
  settingMethods,
  sinks,
  sourceMethods,
  sources,
  strategyMethods,
  triggers,
  windowFunctions,
  windowMethods,
  windowSettings,
  windows,
}

/** Every method of the API that belongs to a dataflow. */
export const methods: readonly MethodEntry[] = [
  ...sourceMethods,
  ...operatorMethods,
  ...windowMethods,
  ...windowSettings,
  ...windowFunctions,
  ...strategyMethods,
  ...settingMethods,
]

/** By method: those of a stream that make an operator, or prepare one. */
export const byMethod = {
  environment: index(sourceMethods),
  stream: index([...operatorMethods, ...windowMethods].filter(({ on }) => on === 'stream' || on === 'keyed')),
  connected: index(operatorMethods.filter(({ on }) => on === 'connected')),
  windowed: index([...windowSettings, ...windowFunctions]),
  strategy: index(strategyMethods),
  setting: index(settingMethods),
}

/** By the function that makes them. */
export const connectors: ReadonlyMap<string, ConnectorEntry> = new Map(
  [...sources, ...sinks].map((entry) => [entry.factory, entry]),
)

export const factories: ReadonlyMap<string, FactoryEntry> = new Map(
  [...sources, ...sinks, ...windows, ...triggers].map((entry) => [entry.factory, entry]),
)

function index<T extends MethodEntry>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.method, entry]))
}

/** What makes an operator of a kind. */
export function entryOf(kind: string, method: string): MethodEntry | undefined {
  return tableOf(kind).get(method)
}

/** The codicon of an operator. */
export function iconOf(kind: string, method: string): string {
  return entryOf(kind, method)?.icon ?? (kind === 'opaque' ? 'question' : 'symbol-misc')
}

/** The methods that an operator's may be replaced by: they take the same arguments, and end the branch or do not. */
export function alternativesTo(kind: string, method: string): readonly MethodEntry[] {
  const entry = entryOf(kind, method)
  if (!entry?.makes) return []
  return [...tableOf(kind).values()].filter(
    (other) =>
      other.makes &&
      (other.on !== 'keyed' || entry.on === 'keyed') &&
      (other.yields === 'end') === (entry.yields === 'end') &&
      argumentKinds(other) === argumentKinds(entry),
  )
}

/** The kinds of the arguments that a call must have. */
export function argumentKinds({ arguments: args }: MethodEntry): string {
  return args
    .filter(({ optional }) => !optional)
    .map(({ kind }) => (kind === 'selector' ? 'function' : kind))
    .join()
}

function tableOf(kind: string): ReadonlyMap<string, MethodEntry> {
  if (kind === 'source' || kind === 'unconnected') return byMethod.environment
  return kind === 'window' ? byMethod.windowed : kind === 'connect' ? byMethod.connected : byMethod.stream
}
