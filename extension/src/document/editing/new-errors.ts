import type { JobModel, TextRange } from '../job-model.ts'
import { parse } from '../parse.ts'
import { syntaxOf } from '../syntax.ts'
import type { Command, Plan } from './command.ts'
import { applyEdits } from './draft.ts'

/** A type error of a text. */
export interface FoundError extends TextRange {
  readonly message: string
}

/** A type error that a plan causes, in the text after it. */
export interface NewError extends FoundError {
  /** The id in the model after the plan of the operator it is in. */
  readonly operator?: number
}

/** Whether the types of a text are the same after a command: it causes no type errors then. */
export function keepsTypes(command: Command): boolean {
  switch (command.command) {
    case 'rename':
    case 'setUid':
    case 'newEnvironment':
    case 'renameJob':
    case 'setOnError':
    case 'setSlotGroup':
      return true
    case 'setParallelism':
    case 'setEnvironmentParallelism':
      return typeof command.parallelism !== 'string'
    case 'setStrategy':
      return command.method === null || (command.argument === undefined && command.method !== 'partition')
    default:
      return false
  }
}

/**
 * The type errors that a plan will cause.
 *
 * @param before the model one the plan was made for
 * @param check the type errors of a text in the place of the file
 */
export function newErrors(before: object, plan: Plan, check: (text: string) => readonly FoundError[]): NewError[] {
  const syntax = syntaxOf(before)
  if (syntax === undefined) throw new TypeError('newErrors(..) takes a model that parse(..) made in this thread')
  const { text, fileName } = syntax.source
  const known = new Set(check(text).map(({ offset, message }) => `${moved(offset, plan)} ${message}`))
  const after = applyEdits(text, plan.edits)
  const errors = check(after).filter(({ offset, message }) => !known.has(`${offset} ${message}`))
  if (errors.length === 0) return []
  const model = parse(after, { fileName })
  const { operators } = model
  const { statements } = syntaxOf(model)!.source
  const around = ({ offset, length }: TextRange, at: number) => offset <= at && at < offset + length
  return errors.map((error) => {
    const at = error.offset
    const within = operators.filter(({ range, kind }) => kind !== 'opaque' && around(range, at))
    // What a helper is given counts for the first operator that it makes, and what a variable is said to be for the
    // stream that it gets.
    const group = model.groups.findLast(({ range }) => around(range, at))
    const made = operators.filter((operator) => group !== undefined && isIn(model, operator.group, group.id))
    const statement = statements.find(({ pos, end }) => pos <= at && at < end)
    const given = operators.filter(({ range }) => statement && range.offset > at && range.offset < statement.end)
    const inner = within.toSorted((a, b) => a.range.length - b.range.length)[0] ?? made[0] ?? given.at(-1)
    return { ...error, ...(inner ? { operator: inner.id } : {}) }
  })
}

/** Whether a group is another one, or a part of it. */
function isIn({ groups }: JobModel, group: number | undefined, whole: number): boolean {
  for (let id = group; id !== undefined; id = groups.find((other) => other.id === id)?.parent)
    if (id === whole) return true
  return false
}

/** Where a place of the text is after the edits; undefined where they replace it. */
function moved(offset: number, { edits }: Plan): number | undefined {
  let shift = 0
  for (const edit of edits) {
    if (edit.offset > offset) break
    if (offset < edit.offset + edit.length) return undefined
    shift += edit.text.length - edit.length
  }
  return offset + shift
}
