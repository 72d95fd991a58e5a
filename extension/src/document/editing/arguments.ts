import ts from 'typescript'
import { argumentKinds, entryOf, factories } from '../../catalogue/index.ts'
import { argumentPlace } from './argument-place.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { withImports } from './imports.ts'
import { declaredIn } from './left-over-names.ts'
import { ownSteps } from './links.ts'

/** Another method with the same arguments. */
export function changeMethod(draft: Draft, operator: number, method: string): void {
  const { step } = ownSteps(draft, operator)
  const described = draft.operator(operator)
  const [before, after] = [entryOf(described.kind, described.method), entryOf(described.kind, method)]
  if (!after?.makes) refuse(`${described.name} cannot become ${method}`)
  if (!before || (before.yields === 'end') !== (after.yields === 'end'))
    refuse(`${described.name} cannot become ${method}: one of them ends the branch`)
  if (argumentKinds(before) !== argumentKinds(after))
    refuse(`${method} takes other arguments than ${described.method}: replace the operator`)
  if (after.on === 'keyed' && before.on !== 'keyed') refuse(`${method} needs a stream with keys: put keyBy before it`)
  const edit: TextEdit = draft.replace(step.nameNode.getStart(), step.nameNode.getEnd(), method)
  draft.select(edit, method)
}

/**
 * Writes an argument; one that is not there yet is added behind the last. An empty text takes away one that need not be
 * there, and with it a call that only says it.
 */
export function setArgument(draft: Draft, operator: number, index: number, written: string, of?: string): void {
  const { from, to, before, behind, entry, whole } = argumentPlace(draft, operator, index, of)
  if (written.trim() === '') {
    if (whole === undefined) refuse('an argument must not be empty')
    draft.remove(whole)
    return
  }
  checkArgument(written)
  const [text] = withImports(draft, [written], (word) => takesFactories(entry?.kind) && isFree(draft, word))
  draft.select(draft.replace(from, to, `${before}${text}${behind}`), text)
}

const takesFactories = (kind: string | undefined) =>
  kind === 'source' || kind === 'sink' || kind === 'window' || kind === 'trigger' || kind === 'options'

/** Whether a name is the package's, and nothing else in the file. */
function isFree({ syntax }: Draft, word: string): boolean {
  return factories.has(word) && !declaredIn(syntax.source).has(word)
}

/** What is typed must be one argument, and not reach beyond it. */
function checkArgument(written: string): void {
  const source = ts.createSourceFile('argument.ts', `f(${written})`, ts.ScriptTarget.Latest, true)
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }
  const [statement, ...more] = source.statements
  const call = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined
  const whole = call && ts.isCallExpression(call) && ts.isIdentifier(call.expression) && more.length === 0
  if (parseDiagnostics.length > 0) {
    const swallowed = ts.createSourceFile('argument.ts', `f(${written}\n)`, ts.ScriptTarget.Latest, true) as never
    if ((swallowed as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length === 0)
      refuse('the comment at its end would swallow what follows the argument')
    refuse(`the argument is not TypeScript: ${ts.flattenDiagnosticMessageText(parseDiagnostics[0].messageText, ' ')}`)
  }
  if (!whole || (call as ts.CallExpression).arguments.length !== 1) refuse('this is more than one argument')
}
