import { BOX, type Diagram } from '../../shared/index.ts'
import { useEditor } from '../state/store.ts'
import { selectKeys } from './selecting.ts'
import { focusOn, focusOnRevealed, reveal, spotOf } from './viewing.ts'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/** The box or arrow that keys speak of: the one walked to last, while it is selected. */
let here: string | undefined

export function current(): string | undefined {
  const { selection } = useEditor.getState()
  if (here !== undefined && selection.has(here)) return here
  if (selection.size > 0) return [...selection].at(-1)
  const focused = document.activeElement?.getAttribute('data-id')
  return focused && useEditor.getState().diagram?.spots[focused] ? focused : undefined
}

/**
 * Walks with the flow, against it, or among the boxes of a layer.
 *
 * @param extend keeps what is selected
 */
export function walk(arrow: Arrow, extend = false): void {
  const { diagram, selection } = useEditor.getState()
  if (!diagram || diagram.nodes.length === 0) return
  const from = current()
  const to = from === undefined ? first(diagram) : next(diagram, from, arrow)
  if (to !== undefined) goTo(to, extend ? selection : undefined)
}

export function goTo(key: string, selection?: ReadonlySet<string>): void {
  here = key
  selectKeys(selection ? [...selection, key] : [key])
  focusOn(key)
  // In a large diagram a box is there when it is in view.
  void reveal([key]).then(() => {
    if (here === key) focusOnRevealed(key)
  })
}

/** Where the flow begins: the first source. */
function first({ nodes, spots }: Diagram): string {
  const sources = nodes.filter(({ inputs }) => inputs.length === 0)
  const from = sources.length > 0 ? sources : nodes
  return from.toSorted((a, b) => spots[a.key].layer - spots[b.key].layer || spots[a.key].order - spots[b.key].order)[0]
    .key
}

function next(diagram: Diagram, from: string, arrow: Arrow): string | undefined {
  const { edges, direction, spots } = diagram
  const [ahead, back] = direction === 'right' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp']
  const edge = edges.find(({ key }) => key === from)
  if (edge) return arrow === ahead ? edge.target : arrow === back ? edge.source : beside(diagram, edge.key, arrow)
  if (arrow === ahead) return nearest(diagram, from, edges.filter(({ source }) => source === from).map(targetOf))
  if (arrow === back) return nearest(diagram, from, edges.filter(({ target }) => target === from).map(sourceOf))
  const { layer } = spots[from]
  const siblings = diagram.nodes
    .filter(({ key }) => spots[key].layer === layer)
    .map(({ key }) => key)
    .toSorted((a, b) => across(diagram, a) - across(diagram, b))
  const step = arrow === 'ArrowDown' || arrow === 'ArrowRight' ? 1 : -1
  return siblings[siblings.indexOf(from) + step]
}

const targetOf = ({ target }: { readonly target: string }) => target
const sourceOf = ({ source }: { readonly source: string }) => source

function nearest(diagram: Diagram, from: string, keys: readonly string[]): string | undefined {
  const at = across(diagram, from)
  return keys.toSorted((a, b) => Math.abs(across(diagram, a) - at) - Math.abs(across(diagram, b) - at))[0]
}

/** The place of a box across the flow. */
function across({ direction }: Diagram, key: string): number {
  const { x, y } = spotOf(key)!
  return direction === 'right' ? y + BOX.height / 2 : x + BOX.width / 2
}

/** Another arrow of the same box. */
function beside(diagram: Diagram, key: string, arrow: Arrow): string | undefined {
  const { edges } = diagram
  const { source } = edges.find((edge) => edge.key === key)!
  const fan = edges
    .filter((edge) => edge.source === source)
    .toSorted((a, b) => across(diagram, a.target) - across(diagram, b.target))
  const step = arrow === 'ArrowDown' || arrow === 'ArrowRight' ? 1 : -1
  return fan[fan.findIndex((edge) => edge.key === key) + step]?.key
}

/** Selects an arrow that leads into, or out of, the box; the next one each time. */
export function walkToEdge(side: 'in' | 'out'): void {
  const { diagram } = useEditor.getState()
  const from = current()
  if (!diagram || from === undefined) return
  const edge = diagram.edges.find(({ key }) => key === from)
  const node = edge ? (side === 'in' ? edge.target : edge.source) : from
  const all = diagram.edges.filter(({ source, target }) => (side === 'in' ? target : source) === node)
  if (all.length === 0) return
  const index = all.findIndex(({ key }) => key === from)
  goTo(all[(index + 1) % all.length].key)
}
