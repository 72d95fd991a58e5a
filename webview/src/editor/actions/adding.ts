import type { DiagramCommand, DiagramPlace, PaletteEntry } from '../../shared/index.ts'
import { BOX } from '../../shared/index.ts'
import { remember, remembered } from '../state/remembered.ts'
import { edit } from '../state/session.ts'
import {
  type AddRequest,
  edgeOf,
  mayEdit,
  nodeOf,
  say,
  selectedEdges,
  selectedNodes,
  useEditor,
} from '../state/store.ts'
import { middleOfPane, spotOf, toScreen } from './viewing.ts'

/** Operators that a second stream leads into, at an input of its own. */
const TWO_STREAMS = new Set(['windowJoin', 'intervalJoin'])

/** What adds an entry of the palette at a place; a sentence where nothing can. */
export function additionOf(entry: PaletteEntry, at: AddRequest['at']): DiagramCommand | string {
  const { method, group } = entry
  if (group === 'strategy') {
    if (at === 'canvas' || !('edge' in at)) return `${entry.title} says how records travel: drop it on an arrow.`
    const edge = edgeOf(at.edge)
    return edge ? { command: 'setStrategy', edge: edge.edge, method } : GONE
  }
  const place = placeOf(at)
  if (typeof place === 'string') return place
  const alone = 'environment' in place
  if (!alone && entry.on === 'environment' && !isOpen(at)) return `${entry.title} begins a stream: it has no input.`
  // Both of its inputs are open then, and wait for an arrow each.
  if (!alone && TWO_STREAMS.has(method))
    return { command: 'addOperator', method, at: { environment: environmentOf(at) } }
  const given = method === 'union' && !alone ? [] : entry.arguments
  return { command: 'addOperator', method, at: place, ...(given ? { arguments: given } : {}) }
}

/** Whether a place is an input that nothing is connected to. */
function isOpen(at: AddRequest['at']): boolean {
  if (at === 'canvas' || !('before' in at)) return false
  return nodeOf(at.before)?.inputs.find(({ port }) => port === at.port)?.open === true
}

const GONE = 'It is not there any more.'

function placeOf(at: AddRequest['at']): DiagramPlace | string {
  if (at === 'canvas') return { environment: environmentOf(at) }
  if ('edge' in at) {
    const edge = edgeOf(at.edge)
    return edge ? { edge: edge.edge } : GONE
  }
  if ('before' in at) {
    const node = nodeOf(at.before)
    if (!node) return GONE
    return { before: node.operators[0], ...(at.port === 0 ? {} : { port: at.port }) }
  }
  const node = nodeOf(at.after)
  if (!node) return GONE
  if (node.outputs.length === 0) return `Nothing can follow ${node.name}: it is a sink.`
  const { output = 'main' } = at
  return {
    after: node.operators.at(-1)!,
    ...(output === 'main' ? {} : { output }),
    ...(at.branch ? { branch: true } : {}),
  }
}

/** The job that something belongs to: that of the place, of what is selected, or the first. */
function environmentOf(at: AddRequest['at']): number {
  const key =
    at === 'canvas' ? undefined : 'edge' in at ? edgeOf(at.edge)?.source : 'after' in at ? at.after : at.before
  return (nodeOf(key) ?? selectedNodes()[0])?.environment ?? 0
}

/** Adds an entry of the palette: one undo step. */
export async function add(entry: PaletteEntry, { at, drop }: Omit<AddRequest, 'screen'>): Promise<boolean> {
  const command = additionOf(entry, at)
  if (typeof command === 'string') {
    say(command, 'warning')
    return false
  }
  const done = await edit(command, drop)
  if (done) {
    const recent = remembered().recent ?? []
    remember({ recent: [entry.id, ...recent.filter((id) => id !== entry.id)].slice(0, 8) })
    if (TWO_STREAMS.has(entry.method) && at !== 'canvas')
      say(`${entry.title} takes two streams: draw an arrow to each of its inputs.`)
  }
  return done
}

/** Where something goes that is added without a place: on the arrow, or behind the box, that is selected. */
export function placeBySelection(): AddRequest['at'] {
  const [node, more] = selectedNodes()
  if (node && !more && node.outputs.length > 0) return { after: node.key }
  const [edge, others] = selectedEdges()
  if (edge && !others && !node) return { edge: edge.key }
  return 'canvas'
}

/** Opens the list of what can be added, beside the place it would go to. */
export function openTypeAhead(at: AddRequest['at'], drop?: AddRequest['drop'], screen?: AddRequest['screen']): void {
  if (mayEdit()) useEditor.setState({ adding: { at, screen: screen ?? besideOf(at), ...(drop ? { drop } : {}) } })
}

function besideOf(at: AddRequest['at']): AddRequest['screen'] {
  const key =
    at === 'canvas' ? undefined : 'edge' in at ? edgeOf(at.edge)?.target : 'after' in at ? at.after : at.before
  const spot = key === undefined ? undefined : spotOf(key)
  if (!spot) {
    const { x, y } = middleOfPane()
    return { x: x - 160, y: y - 120 }
  }
  const below = toScreen({ x: spot.x, y: spot.y + BOX.height + 8 })
  if (at === 'canvas' || !('after' in at)) return below
  const beside = toScreen({ x: spot.x + BOX.width + 16, y: spot.y })
  // It must not cover the box that it speaks of.
  return beside.x + 328 > window.innerWidth ? below : beside
}
