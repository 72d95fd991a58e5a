import { parallelismProblem } from 'millrace/graph'
import ts from 'typescript'
import { entryOf } from '../../catalogue/index.ts'
import type { JobOperator } from '../job-model.ts'
import type { ChainCall } from '../reading/chain.ts'
import { bare, propertyOf } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { lastStep, linkOf, ownSteps } from './links.ts'
import { quoted } from './text-style.ts'

/** Writes, changes or (null) takes away a call that speaks of an operator: `uid`, `setParallelism`, `onError`, .. */
export function setSetting(draft: Draft, operator: number, method: string, argument: string | null): void {
  const { settings } = ownSteps(draft, operator)
  const present = settings.filter(({ name }) => name === method)
  const last = present.at(-1)
  if (argument === null) {
    for (const step of present) draft.remove(linkOf(draft.text, step))
  } else if (last === undefined) {
    const { receiver, nameNode, call } = lastStep(draft, operator)
    const line = /(\r\n|\r|\n)[ \t]*$/.exec(
      draft.text.slice(receiver.end, draft.text.lastIndexOf('.', nameNode.getStart())),
    )
    draft.select(draft.insert(call.end, `${line?.[0] ?? ''}.${method}(${argument})`), argument)
  } else {
    draft.select(replaceArguments(draft, last, argument), argument)
  }
}

/** Names an operator, in the argument of its method where the name is there already, else with `name(..)`. */
export function rename(draft: Draft, operator: number, name: string | null): void {
  if (name !== null && name.trim() === '') refuse('a name must not be empty')
  const { step, settings } = ownSteps(draft, operator)
  const index = nameArgument(draft, operator)
  const own = index === undefined ? undefined : step.args[index]
  const called = settings.some((setting) => setting.name === 'name')
  if (own === undefined || called) {
    // A name in the arguments would come back.
    if (name === null && own !== undefined) removeArgument(draft, step, index!)
    setSetting(draft, operator, 'name', name === null ? null : quoted(name, draft.style))
  } else if (name === null) {
    removeArgument(draft, step, index!)
  } else {
    if (!ts.isStringLiteralLike(bare(own))) refuse(`the name is computed (${own.getText()}): edit it in the text`)
    const edit = draft.replace(own.getStart(), own.end, quoted(name, draft.style))
    draft.select(edit, edit.text)
  }
}

function nameArgument(draft: Draft, operator: number): number | undefined {
  const { method, kind } = draft.operator(operator)
  return entryOf(kind, method)?.makes?.nameArgument
}

function removeArgument(draft: Draft, { args }: ChainCall, index: number): void {
  draft.replace(index > 0 ? args[index - 1].end : args[index].getFullStart(), args[index].end, '')
}

export function setUid(draft: Draft, operator: number, uid: string | null): void {
  if (uid !== null && uid.trim() === '') refuse('a uid must not be empty')
  const other = draft.model.operators.find((known) => uid !== null && known.uid === uid && known.id !== operator)
  const { environment } = draft.operator(operator)
  if (other && other.environment === environment) refuse(`${other.name} has the uid ${uid} already`)
  setSetting(draft, operator, 'uid', uid === null ? null : quoted(uid, draft.style))
}

/** What happens to records on which the function throws; null: what holds where nothing is written. */
export function setOnError(draft: Draft, operator: number, policy: 'fail' | 'skip' | null): void {
  const { kind, name } = draft.operator(operator)
  if (kind === 'source' || kind === 'union' || kind === 'unconnected')
    refuse(`${name} has no function of its own that could throw`)
  setSetting(draft, operator, 'onError', policy === null ? null : quoted(policy, draft.style))
}

export function setSlotGroup(draft: Draft, operator: number, group: string | null): void {
  if (group !== null && group.trim() === '') refuse('the name of a slot group must not be empty')
  setSetting(draft, operator, 'slotGroup', group === null ? null : quoted(group, draft.style))
}

/** A number of instances, or an expression that gives one. */
export function setParallelism(draft: Draft, operator: number, parallelism: number | string | null): void {
  const described = draft.operator(operator)
  if (described.kind === 'unconnected') refuse('an open input has no instances')
  if (typeof parallelism === 'number') checkParallelism(draft, { ...described, parallelism })
  if (typeof parallelism === 'string' && described.singleInstance !== undefined)
    refuse(`${described.name} cannot have ${parallelism} instances: ${described.singleInstance}`)
  setSetting(draft, operator, 'setParallelism', parallelism === null ? null : String(parallelism))
}

/** Refuses what validation would refuse. */
function checkParallelism({ model }: Draft, operator: JobOperator): void {
  const problem = parallelismProblem(operator, model.environments[operator.environment]?.maxParallelism)
  if (problem) refuse(problem.cure === undefined ? problem.message : `${problem.message} (${problem.cure})`)
}

export function setEnvironmentParallelism(
  draft: Draft,
  environment: number,
  parallelism: number | string | null,
): void {
  const node = draft.syntax.environments[environment] ?? refuse(`there is no Environment ${environment}`)
  if (typeof parallelism === 'number') {
    const own = parallelismProblem({ name: 'the Environment', parallelism })
    if (own) refuse(own.message)
    for (const operator of draft.model.operators) {
      const { environment: of, parallelismOrigin: origin } = operator
      // What is fixed, or has a number of its own, does not follow.
      if (of === environment && (origin === 'environment' || origin === 'default'))
        checkParallelism(draft, { ...operator, parallelism })
    }
  }
  if (!ts.isNewExpression(node)) refuse(`the Environment is made by \`${node.getText()}\`: edit it there`)
  const written = parallelism === null ? null : String(parallelism)
  const config = node.arguments?.[0] && bare(node.arguments[0])
  if (config === undefined) {
    if (written === null) return
    const text = `{ parallelism: ${written} }`
    if (node.arguments) draft.select(draft.insert(node.end - 1, text), written)
    else draft.select(draft.insert(node.end, `(${text})`), written)
    return
  }
  if (!ts.isObjectLiteralExpression(config))
    refuse(`the settings of the Environment are in \`${config.getText()}\`: edit them there`)
  const present = propertyOf(config, 'parallelism')
  if (present) {
    if (written !== null) draft.select(draft.replace(present.getStart(), present.end, written), written)
    else removeProperty(draft, config, present.parent as ts.PropertyAssignment)
  } else if (written !== null) {
    const shorthand = config.properties.find((property) => property.name?.getText() === 'parallelism')
    if (shorthand) draft.select(draft.replace(shorthand.getStart(), shorthand.end, `parallelism: ${written}`), written)
    else if (config.properties.length === 0) draft.replace(config.getStart(), config.end, `{ parallelism: ${written} }`)
    else {
      const first = config.properties[0].getStart()
      const line = /(\r\n|\r|\n)[ \t]*$/.exec(draft.text.slice(0, first))
      draft.select(draft.insert(first, `parallelism: ${written},${line?.[0] ?? ' '}`), written)
    }
  }
}

function removeProperty(draft: Draft, config: ts.ObjectLiteralExpression, property: ts.PropertyAssignment): void {
  const { properties } = config
  const index = properties.indexOf(property)
  if (properties.length === 1 && config.parent.kind === ts.SyntaxKind.NewExpression)
    draft.replace(config.getFullStart(), (config.parent as ts.NewExpression).end - 1, '')
  else if (properties.length === 1) draft.replace(config.getStart() + 1, config.end - 1, '')
  else if (index > 0) draft.replace(properties[index - 1].end, property.end, '')
  else draft.replace(property.getStart(), properties[1].getStart(), '')
}

export function replaceArguments(draft: Draft, { call }: ChainCall, text: string) {
  const open = call.arguments.pos
  return draft.replace(open, call.end - 1, text)
}
