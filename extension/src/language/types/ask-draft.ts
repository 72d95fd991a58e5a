import ts from 'typescript'
import type { Draft, DraftAnswer, DraftQuestion } from './draft.ts'

const MOST_COMPLETIONS = 500

/** Asks a language service, whose text of the file has the draft in it. */
export function askDraft(
  service: ts.LanguageService,
  path: string,
  draft: Draft,
  question: DraftQuestion,
): DraftAnswer {
  const start = draft.range.offset + draft.before.length
  const { length } = draft.text
  const inside = (span: ts.TextSpan) => ({ offset: span.start - start, length: span.length })
  if (question.about === 'hover') {
    const info = service.getQuickInfoAtPosition(path, start + question.offset)
    const text = info && ts.displayPartsToString(info.displayParts)
    return { hover: info && text ? { range: inside(info.textSpan), text } : null }
  }
  if (question.about === 'complete') {
    const found = service.getCompletionsAtPosition(path, start + question.offset, {})
    const entries = found?.entries.toSorted((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0))
    return { completions: (entries ?? []).slice(0, MOST_COMPLETIONS).map(({ name, kind }) => ({ label: name, kind })) }
  }
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)]
  const problems = found.flatMap(({ start: at, length: size, messageText, category }) => {
    if (at === undefined || category !== ts.DiagnosticCategory.Error || at < start || at > start + length) return []
    const message = ts.flattenDiagnosticMessageText(messageText, '\n')
    return [{ range: inside({ start: at, length: size ?? 0 }), message }]
  })
  return { problems }
}
