import { type CompletionItem, CompletionItemKind, InsertTextFormat, type TextEdit } from 'vscode-languageserver-types'
import {
  factories,
  type MethodEntry,
  operatorMethods,
  sourceMethods,
  strategyMethods,
  windowMethods,
} from '../../catalogue/index.ts'
import type { JobModel, TextRange } from '../../document/index.ts'
import { lspRange, type OpenJob } from '../open-job.ts'

/**
 * Behind `stream.` and `env.`: whole calls, with arguments that compile, as snippets. The names of the methods alone
 * are TypeScript's to complete; ours stand below them, and differ by their parentheses.
 */
export function completions({ document, model }: OpenJob, place: number): CompletionItem[] {
  const text = document.getText()
  const typed = /\.\s*([A-Za-z]*)$/.exec(text.slice(Math.max(0, place - 1_000), place))
  if (typed === null) return []
  const on = receiverAt(model, text, place - typed[0].length)
  const range = lspRange(document, { offset: place - typed[1].length, length: typed[1].length })
  return methodsOf(on).map((entry): CompletionItem => {
    const args = entry.arguments.filter(({ optional }) => !optional).map(({ initial, name }) => initial ?? name)
    const call = `${entry.method}(${args.join(', ')})`
    const holes = args.map((arg, index) => `\${${index + 1}:${snippetText(arg)}}`)
    const added = importFor(call, document)
    return {
      label: call,
      kind: CompletionItemKind.Snippet,
      detail: 'strategy' in entry ? 'how records reach the next operator' : 'Millrace',
      documentation: entry.help,
      filterText: entry.method,
      sortText: `~${entry.method}`,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: `${entry.method}(${holes.join(', ')})` },
      ...(added ? { additionalTextEdits: [added] } : {}),
    }
  })
}

/** The names that a call uses and the file does not import, put into its import of `millrace`. */
function importFor(call: string, document: OpenJob['document']): TextEdit | undefined {
  const text = document.getText()
  const names = [...call.matchAll(/\b(\w+)\b/g)].map(([, name]) => name)
  const needed = [...new Set(names)].filter((name) => factories.has(name) || name === 'Collector')
  const list = /import\s*\{([^}]*?)[\s,]*\}\s*from\s*(['"])millrace\2/.exec(text)
  if (list === null) return undefined
  const missing = needed.filter((name) => !new RegExp(`\\b${name}\\b`).test(list[1]))
  if (missing.length === 0) return undefined
  const position = document.positionAt(list.index + list[0].indexOf('{') + 1 + list[1].length)
  const written = missing.map((name) => (name === 'Collector' ? 'type Collector' : name))
  return { range: { start: position, end: position }, newText: `, ${written.join(', ')}` }
}

type Receiver = 'environment' | 'stream' | 'keyed' | undefined

function methodsOf(on: Receiver): readonly MethodEntry[] {
  if (on === undefined) return []
  if (on === 'environment') return sourceMethods
  // A call without arguments to fill in adds nothing to the name, except what a strategy does.
  const withArguments = [...operatorMethods, ...windowMethods].filter(({ on: receiver, arguments: args }) => {
    return (receiver === 'stream' || receiver === on) && args.some(({ optional }) => !optional)
  })
  return [...withArguments, ...strategyMethods]
}

/** What stands in front of a place, as far as the model knows. */
function receiverAt(model: JobModel, text: string, place: number): Receiver {
  const before = text.slice(0, place).trimEnd()
  const variable = /(?<![\w$.])[A-Za-z_$][\w$]*$/.exec(before)?.[0]
  if (variable !== undefined) {
    if (model.environments.some((environment) => environment.variable === variable)) return 'environment'
    const operator = model.operators.find((operator) => operator.variable === variable)
    return operator && (operator.kind === 'keyBy' ? 'keyed' : 'stream')
  }
  const endsHere = ({ offset, length }: TextRange) => offset + length === before.length
  const operator = model.operators.find(
    ({ range, settings, implied }) =>
      !implied && (endsHere(range) || settings.some((setting) => endsHere(setting.range))),
  )
  if (operator) return operator.kind === 'sink' ? undefined : operator.kind === 'keyBy' ? 'keyed' : 'stream'
  const partitioned = [...model.idlePartitions, ...model.edges].some(({ range }) => range && endsHere(range))
  if (partitioned) return 'stream'
  return model.environments.some(({ range }) => endsHere(range)) ? 'environment' : undefined
}

function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&')
}
