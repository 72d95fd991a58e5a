import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import {
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
    const args = entry.arguments.filter(({ initial, optional }) => initial !== undefined && !optional)
    const call = `${entry.method}(${args.map(({ initial }) => initial).join(', ')})`
    const holes = args.map(({ initial }, index) => `\${${index + 1}:${snippetText(initial!)}}`)
    return {
      label: call,
      kind: CompletionItemKind.Snippet,
      detail: 'strategy' in entry ? 'how records reach the next operator' : 'Millrace',
      documentation: entry.help,
      filterText: entry.method,
      sortText: `~${entry.method}`,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: `${entry.method}(${holes.join(', ')})` },
    }
  })
}

type Receiver = 'environment' | 'stream' | 'keyed' | undefined

function methodsOf(on: Receiver): readonly MethodEntry[] {
  if (on === undefined) return []
  if (on === 'environment') return sourceMethods
  // A call without arguments to fill in adds nothing to the name, except what a strategy does.
  const withArguments = [...operatorMethods, ...windowMethods].filter(({ on: receiver, arguments: args }) => {
    return (receiver === 'stream' || receiver === on) && args.some(({ initial, optional }) => initial && !optional)
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
