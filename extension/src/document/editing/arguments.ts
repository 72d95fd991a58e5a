import ts from 'typescript'
import { byMethod, type MethodEntry } from '../../catalogue/index.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { ownSteps } from './links.ts'

/** Another method with the same arguments. */
export function changeMethod(draft: Draft, operator: number, method: string): void {
  const { step } = ownSteps(draft, operator)
  const described = draft.operator(operator)
  const table =
    described.kind === 'window'
      ? byMethod.windowed
      : described.kind === 'source'
        ? byMethod.environment
        : byMethod.stream
  const [before, after] = [table.get(described.method), table.get(method)]
  if (!after?.makes) refuse(`${described.name} cannot become ${method}`)
  if (!before || (before.yields === 'end') !== (after.yields === 'end'))
    refuse(`${described.name} cannot become ${method}: one of them ends the branch`)
  const shape = (entry: MethodEntry) =>
    entry.arguments
      .filter(({ optional }) => !optional)
      .map(({ kind }) => (kind === 'selector' ? 'function' : kind))
      .join()
  if (shape(before) !== shape(after))
    refuse(`${method} takes other arguments than ${described.method}: replace the operator`)
  if (after.on === 'keyed' && before.on !== 'keyed') refuse(`${method} needs a stream with keys: put keyBy before it`)
  const edit: TextEdit = draft.replace(step.nameNode.getStart(), step.nameNode.getEnd(), method)
  draft.select(edit, method)
}

/** Writes an argument; one that is not there yet is added behind the last. */
export function setArgument(draft: Draft, operator: number, index: number, written: string): void {
  const { step } = ownSteps(draft, operator)
  if (written.trim() === '') refuse('an argument must not be empty')
  if (index > step.args.length) refuse(`argument ${index + 1} can be written when the ones before it are there`)
  checkArgument(written)
  const argument = step.args[index]
  if (argument) draft.select(draft.replace(argument.getStart(), argument.end, written), written)
  else if (index > 0) draft.select(draft.insert(step.args[index - 1].end, `, ${written}`), written)
  else draft.select(draft.replace(step.call.arguments.pos, step.call.end - 1, written), written)
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
