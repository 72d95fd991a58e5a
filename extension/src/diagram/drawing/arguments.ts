import type { DiagramArgument, DiagramCall, DiagramNode, Factory } from 'millrace-webview/shared'
import {
  type ArgumentEntry,
  alternativesTo,
  byMethod,
  entryOf,
  type FactoryEntry,
  sinks,
  sources,
  triggers,
  windowSettings,
  windows,
} from '../../catalogue/index.ts'
import type { JobArgument, JobOperator } from '../../document/index.ts'

type Arguments = Pick<DiagramNode, 'arguments' | 'absentArguments'>

/** The arguments of the call that makes an operator; its name is none of them. */
export function argumentsOf({ kind, method, arguments: args }: JobOperator): Arguments {
  return described(args, entryOf(kind, method)?.arguments ?? [])
}

/** The calls before a window's function, and those that there could be. */
export function callsOf({ kind, calls = [] }: JobOperator): DiagramCall[] {
  if (kind !== 'window') return []
  const present = calls.map(({ method, arguments: args }) => {
    const entry = byMethod.windowed.get(method) ?? byMethod.stream.get(method)
    return { method, help: entry?.help ?? '', ...described(args, entry?.arguments ?? []) }
  })
  const absent = windowSettings
    .filter(({ method }) => !calls.some((call) => call.method === method))
    .map(({ method, help, arguments: entries }) => ({ method, help, ...described([], entries) }))
  return [...present, ...absent].map((call) =>
    windowSettings.some(({ method }) => method === call.method)
      ? { ...call, arguments: call.arguments.map((argument) => ({ ...argument, optional: true as const })) }
      : call,
  )
}

export function helpOf({ kind, method }: JobOperator): string | undefined {
  return entryOf(kind, method)?.help
}

const alternatives = new Map<string, NonNullable<DiagramNode['alternatives']>>()

/** What an operator can become; one of its own is all there is where there is nothing else. */
export function alternativesOf({ kind, method, implied }: JobOperator): NonNullable<DiagramNode['alternatives']> {
  if (implied) return []
  const call = `${kind}.${method}`
  // The catalogue does not change, and a large job asks for few of its methods.
  const known = alternatives.get(call)
  if (known) return known
  const found = alternativesTo(kind, method)
  const made = found.length > 1 ? found.map(({ method, help, icon }) => ({ method, help, icon })) : []
  alternatives.set(call, made)
  return made
}

/** What can be chosen for an argument that says where records come from or go, which windows, or when they fire. */
export function factoriesOf(): Factory[] {
  const of = (makes: Factory['makes'], entries: readonly FactoryEntry[]): Factory[] =>
    entries.map(({ factory, icon, help, arguments: args }) => ({
      ...{ factory, makes, icon, help },
      arguments: args.map(absentArgument),
    }))
  return [...of('source', sources), ...of('sink', sinks), ...of('window', windows), ...of('trigger', triggers)]
}

function described(args: readonly JobArgument[], entries: readonly ArgumentEntry[]): Arguments {
  return {
    arguments: args.map(({ text }, index) => {
      const entry = entries[index] ?? entries.findLast(({ rest }) => rest)
      return {
        text,
        name: entry?.name ?? `argument ${index + 1}`,
        kind: entry?.kind ?? 'options',
        help: entry?.help ?? '',
        ...(entry?.optional && index === args.length - 1 ? { optional: true as const } : {}),
      }
    }),
    absentArguments: entries
      .slice(args.length)
      .filter(({ rest, name }) => !rest && name !== 'name')
      .map(absentArgument),
  }
}

function absentArgument({ name, kind, help, initial, optional }: ArgumentEntry): DiagramArgument {
  return { text: initial ?? '', name, kind, help, ...(optional ? { optional: true as const } : {}) }
}
