import type { JobModel } from '../job-model.ts'
import { parse } from '../parse.ts'
import { syntaxOf } from '../syntax.ts'
import { addOperator } from './adding.ts'
import { changeMethod, setArgument } from './arguments.ts'
import { type Command, type Plan, type Refusal, Refused, refuse } from './command.ts'
import { connect, disconnect, moveBranch, reconnect } from './connections.ts'
import { setDescription } from './descriptions.ts'
import { applyEdits, Draft } from './draft.ts'
import { duplicate } from './duplicating.ts'
import { duplicateAll } from './duplicating-several.ts'
import { newEnvironment, renameJob, withoutNewEnvironment } from './environments.ts'
import { wrapInHelper } from './helpers.ts'
import { leftOverName } from './left-over-names.ts'
import { disconnectAll, retarget } from './moving-arrows.ts'
import { paste, withoutPasted } from './pasting.ts'
import { predict } from './prediction.ts'
import { removeOperator } from './removing.ts'
import { removeAll } from './removing-several.ts'
import { reorder } from './reordering.ts'
import { rename, setEnvironmentParallelism, setOnError, setParallelism, setSlotGroup, setUid } from './settings.ts'
import { deviation } from './sketch.ts'
import { setStrategy } from './strategies.ts'
import { extract } from './variables.ts'

/**
 * The edits that carry out a command, or why it is not carried out. The text after them is read before they are given
 * out: where it does not say exactly what the command says, they are not.
 *
 * @param model made by `parse` in this thread
 */
export function plan(model: JobModel, command: Command): Plan | Refusal {
  try {
    const draft = new Draft(model)
    // Each of their steps is a plan.
    if (command.command === 'removeAll') return removeAll(model, command, plan)
    if (command.command === 'disconnectAll') return disconnectAll(model, command, plan)
    if (command.command === 'retarget') return retarget(model, command, plan)
    write(draft, command)
    const { edits, selection } = draft
    verify(draft, command)
    return { edits, ...(selection ? { select: selection } : {}) }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message }
    // Edits of one place, or text nested deeper than the stack.
    if (error instanceof RangeError)
      return { refused: `this cannot be edited safely here (${error.message}): edit it in the text` }
    throw error
  }
}

function verify(draft: Draft, command: Command): void {
  const after = parse(applyEdits(draft.text, draft.edits), { fileName: draft.syntax.source.fileName })
  if (after.syntaxError) refuse(`the text would not be TypeScript any more: ${after.syntaxError.message}`)
  const syntax = syntaxOf(after)
  if (syntax === undefined) refuse('there would be no job in the text any more')
  const left = leftOverName(draft.syntax.source, syntax.source)
  if (left !== undefined) refuse(`${left} is named elsewhere in the text too: change that first`)
  const read =
    command.command === 'paste'
      ? withoutPasted(draft, after, command.environment)
      : command.command === 'newEnvironment'
        ? withoutNewEnvironment(draft, after)
        : after
  const difference = deviation(predict(draft, command), read)
  if (difference) refuse(`the job would change in other ways too (${difference}): edit it in the text`)
}

/** Those that are carried out in steps. */
type InSteps = 'removeAll' | 'disconnectAll' | 'retarget'

type Writers = {
  readonly [K in Exclude<Command['command'], InSteps>]: (
    draft: Draft,
    command: Extract<Command, { readonly command: K }>,
  ) => void
}

const writers: Writers = {
  addOperator: (draft, { method, at, arguments: args, name }) => addOperator(draft, method, at, args, name),
  remove: (draft, { operator, type }) => removeOperator(draft, operator, type),
  connect: (draft, { from, output = 'main', to, port = 0 }) => connect(draft, from, output, to, port),
  disconnect: (draft, { edge, type }) => disconnect(draft, edge, type),
  reconnect: (draft, { edge, from, output = 'main' }) => reconnect(draft, edge, from, output),
  moveBranch: (draft, { operator, from, output = 'main' }) => moveBranch(draft, operator, from, output),
  reorder: (draft, { operator, edge }) => reorder(draft, operator, edge),
  duplicate: (draft, { operator }) => duplicate(draft, operator),
  duplicateAll: (draft, { operators }) => duplicateAll(draft, operators),
  paste: (draft, { text, environment }) => paste(draft, text, environment),
  newEnvironment: (draft, { name }) => newEnvironment(draft, name),
  wrapInHelper: (draft, { operators, name, type }) => wrapInHelper(draft, operators, name, type),
  setStrategy: (draft, { edge, method, argument }) => setStrategy(draft, edge, method, argument),
  setParallelism: (draft, { operator, parallelism }) => setParallelism(draft, operator, parallelism),
  setParallelismOfAll: (draft, { operators, parallelism }) => {
    for (const operator of operators) setParallelism(draft, operator, parallelism)
  },
  setEnvironmentParallelism: (draft, { environment, parallelism }) =>
    setEnvironmentParallelism(draft, environment, parallelism),
  rename: (draft, { operator, name }) => rename(draft, operator, name),
  renameJob: (draft, { environment, name }) => renameJob(draft, environment, name),
  setOnError: (draft, { operator, policy }) => setOnError(draft, operator, policy),
  setSlotGroup: (draft, { operator, group }) => setSlotGroup(draft, operator, group),
  setUid: (draft, { operator, uid }) => setUid(draft, operator, uid),
  setDescription: (draft, { operator, description }) => setDescription(draft, operator, description),
  setArgument: (draft, { operator, index, text, of }) => setArgument(draft, operator, index, text, of),
  changeMethod: (draft, { operator, method }) => changeMethod(draft, operator, method),
  extract: (draft, { operator, variable }) => extract(draft, operator, variable),
}

function write(draft: Draft, command: Exclude<Command, { readonly command: InSteps }>): void {
  const writer: unknown = writers[command.command]
  if (writer === undefined) refuse(`there is no command ${command.command}`)
  ;(writer as (draft: Draft, command: Command) => void)(draft, command)
}
