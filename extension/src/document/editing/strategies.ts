import { byMethod } from '../../catalogue/index.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { lineBreakFor, linkOf, readOf } from './links.ts'
import { replaceArguments } from './settings.ts'
import { lineEndOf } from './statements.ts'

/** Kinds of operators that need the keys of their input. */
const BY_KEY = new Set(['reduce', 'sum', 'intervalJoin'])

/** Whether an edge must bring records by key: what reads it does not compile otherwise. */
export function needsKeys(draft: Draft, edge: number): boolean {
  const { target, strategy, written, output } = draft.edge(edge)
  const { kind, method } = draft.operator(target)
  if (written || strategy !== 'ShuffleByKey' || output !== 'main') return false
  const { begin } = draft.syntax.operators[target]
  const cut = 'nameNode' in begin ? begin.name : method
  return (
    BY_KEY.has(kind) ||
    cut === 'window' ||
    kind === 'connect' ||
    kind === 'windowJoin' ||
    kind === 'process' ||
    cut === 'timeWindow'
  )
}

/** Whether an edge must bring every record to every instance: rules for `connect`. */
export function needsBroadcast(draft: Draft, edge: number): boolean {
  const { target, strategy, written } = draft.edge(edge)
  return draft.operator(target).kind === 'connect' && written && strategy === 'Broadcast'
}

/** Writes, changes or (null) takes away the partition call of an edge. */
export function setStrategy(draft: Draft, edge: number, method: string | null, argument?: string): void {
  const { target, source } = draft.edge(edge)
  const name = draft.operator(target).name
  const entry = method === null ? undefined : byMethod.strategy.get(method)
  if (method !== null && entry === undefined) refuse(`there is no partition strategy ${method}`)
  if (draft.operator(source).implied || draft.operator(target).kind === 'opaque')
    refuse(`how ${name} gets its records is not for the text to say`)
  if (method !== null && needsKeys(draft, edge))
    refuse(`${name} needs its records by key: a partition call would lose the keys`)
  if (method !== 'broadcast' && needsBroadcast(draft, edge)) refuse(`${name} needs this input to be broadcast`)
  const { reader, strategies } = readOf(draft, edge)
  const all = draft.syntax.edges[edge].strategies
  const sharing = draft.model.edges.filter(({ id }) => draft.syntax.edges[id].reader === reader).length
  if (sharing > 1) refuse('this is the input of a helper that is used several times: edit it in the text')
  if (method === null) {
    const shared = draft.model.edges.some(({ id }) => id !== edge && draft.syntax.edges[id].strategies.includes(all[0]))
    if (strategies.length < all.length && shared)
      refuse('the strategy is written where a variable gets the stream, and others read that: edit it in the text')
    for (const step of all) draft.remove(linkOf(draft.text, step))
    return
  }
  const args = argument ?? entry!.arguments[0]?.initial ?? ''
  const last = strategies.at(-1)
  if (last) {
    draft.replace(last.nameNode.getStart(), last.nameNode.getEnd(), method)
    if (last.args.length > 0 || args !== '') replaceArguments(draft, last, args)
  } else {
    const lineBreak = lineBreakFor(draft, reader)
    // The comment that ends the reader's line stays with it.
    const at = lineBreak === '' ? reader.end : lineEndOf(draft.text, reader)
    const edit = draft.insert(at, `${lineBreak}.${method}(${args})`)
    draft.select(edit, method)
  }
}
