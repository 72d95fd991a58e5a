import type { PaletteEntry } from 'millrace-webview/shared'
import {
  type ConnectorEntry,
  type MethodEntry,
  operatorMethods,
  sinks,
  sourceMethods,
  sources,
  strategyMethods,
  windowFunctions,
} from '../../catalogue/index.ts'

const GROUPS: Readonly<Record<string, PaletteEntry['group']>> = {
  keyBy: 'keyed',
  reduce: 'keyed',
  sum: 'keyed',
  windowJoin: 'join',
  intervalJoin: 'join',
  union: 'join',
  connect: 'join',
}

/** What can be added to a diagram, from the catalogue. */
export function paletteOf(): PaletteEntry[] {
  return [
    ...sourceMethods.filter(({ method }) => method !== 'source' && method !== 'unconnected').map(entryOf),
    ...sources.map((source) => connector(source, 'source', 'environment', 'stream')),
    ...operatorMethods
      .filter(({ method, on }) => on !== 'connected' && method !== 'sink' && method !== 'connect')
      .map(entryOf),
    ...windowFunctions.map((entry): PaletteEntry => {
      const { method } = entry
      return {
        ...entryOf(entry),
        id: `window.${method}`,
        method: `window.${method}`,
        group: 'window',
        on: 'keyed',
        title: `${words(method)} of each window`,
      }
    }),
    ...sinks.map((sink) => connector(sink, 'sink', 'stream', 'end')),
    ...strategyMethods.map(
      (entry): PaletteEntry => ({ ...entryOf(entry), group: 'strategy', strategy: entry.strategy }),
    ),
  ]
}

function entryOf({ method, on, yields, icon, help, keepsType }: MethodEntry): PaletteEntry {
  const group = on === 'environment' ? 'source' : (GROUPS[method] ?? 'transformation')
  return { id: method, group, title: words(method), help, icon, method, on, yields, keepsType }
}

function connector(
  { factory, arguments: args, help, icon }: ConnectorEntry,
  method: 'source' | 'sink',
  on: string,
  yields: string,
): PaletteEntry {
  const call = `${factory}(${args.flatMap(({ initial }) => initial ?? []).join(', ')})`
  return {
    id: `${method} ${factory}`,
    group: method,
    title: words(factory),
    help,
    icon,
    method,
    arguments: [call],
    on,
    yields,
    keepsType: false,
  }
}

/** `From collection` for `fromCollection`. */
function words(name: string): string {
  const spaced = name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`,
  )
  return `${spaced[0].toUpperCase()}${spaced.slice(1)}`
}
