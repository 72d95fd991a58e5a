import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Diagnostic } from '@codemirror/lint'
import { type EditorView, hoverTooltip } from '@codemirror/view'
import type { DraftAnswer, DraftQuestion } from '../../../shared/index.ts'

/** Asks TypeScript about the text in the field; null when it has nothing to say. */
export type AskTypes = (text: string, question: DraftQuestion) => Promise<DraftAnswer | null>

const KINDS: Readonly<Record<string, string>> = {
  'local var': 'variable',
  var: 'variable',
  let: 'variable',
  const: 'constant',
  parameter: 'variable',
  'local function': 'function',
  getter: 'property',
  setter: 'property',
  'JSX attribute': 'property',
  'primitive type': 'type',
  alias: 'variable',
  module: 'namespace',
  string: 'text',
}

/** Completions of the language server. */
export function completions(ask: AskTypes) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[\w$]+/)
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos)
    if (!word && !context.explicit && before !== '.' && before !== "'" && before !== '"') return null
    const answer = await ask(context.state.doc.toString(), { about: 'complete', offset: context.pos })
    const found = answer?.completions ?? []
    if (context.aborted || found.length === 0) return null
    const options = found.map(({ label, kind }, index) => ({
      label,
      type: KINDS[kind] ?? kind,
      // In the order of the checker: what is near comes first.
      boost: index < 99 ? 99 - index : 0,
    }))
    const from = word?.from ?? context.pos
    return { from, options, validFor: /^[\w$]*$/ }
  }
}

/** What the checker finds wrong. */
export function problems(ask: AskTypes) {
  return async (view: EditorView): Promise<Diagnostic[]> => {
    const { doc } = view.state
    const answer = await ask(doc.toString(), { about: 'check' })
    const { length } = view.state.doc
    return (answer?.problems ?? []).map(({ range, message }) => ({
      from: Math.min(range.offset, length),
      to: Math.min(range.offset + range.length, length),
      severity: 'error',
      message,
    }))
  }
}

/** What something is, as TypeScript says it. */
export function quickInfo(ask: AskTypes) {
  return hoverTooltip(async (view, offset) => {
    const answer = await ask(view.state.doc.toString(), { about: 'hover', offset })
    const hover = answer?.hover
    if (!hover) return null
    return {
      pos: Math.max(0, hover.range.offset),
      end: Math.min(view.state.doc.length, hover.range.offset + hover.range.length),
      above: true,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-quick-info'
        dom.textContent = hover.text
        return { dom }
      },
    }
  })
}
