import type { Diagram, PaletteEntry } from '../../shared/index.ts'
import type { AddRequest } from '../state/store.ts'
import { fit } from './fit.ts'

/** What is known of the stream at a place. */
export interface Stream {
  /** Nothing leads to the place: a stream begins there. */
  readonly begins: boolean
  readonly keyed: boolean
  /** Something follows: what ends a branch does not belong there. */
  readonly goesOn: boolean
  /** The record type as the checker writes it. */
  readonly type?: string
  readonly onEdge: boolean
}

export function streamAt({ nodes, edges }: Diagram, at: AddRequest['at']): Stream {
  if (at === 'canvas') return { begins: true, keyed: false, goesOn: false, onEdge: false }
  const edge =
    'edge' in at
      ? edges.find(({ key }) => key === at.edge)
      : 'before' in at
        ? edges.find(({ target, port }) => target === at.before && port === at.port)
        : undefined
  const key = 'after' in at ? at.after : edge?.source
  const node = nodes.find((other) => other.key === key)
  const type = edge?.type ?? node?.type
  const isOpen =
    'before' in at &&
    nodes.find((other) => other.key === at.before)?.inputs.some(({ port, open }) => port === at.port && open)
  return {
    begins: isOpen === true,
    keyed: node?.kind === 'keyBy',
    goesOn: !('after' in at),
    onEdge: 'edge' in at,
    ...(type ? { type: type.full } : {}),
  }
}

export interface Offer {
  readonly entry: PaletteEntry
  /** Why it would not work here; it can be chosen all the same, and is refused with the reason. */
  readonly unfit?: string
}

/** What can be added at a place: what fits first, then what was used of late, then the catalogue's order. */
export function offers(
  palette: readonly PaletteEntry[],
  stream: Stream,
  recent: readonly string[],
  query: string,
): Offer[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked = palette.flatMap((entry, index) => {
    const match = matching(entry, words)
    if (match === undefined) return []
    if (entry.group === 'strategy' && !stream.onEdge) return []
    const unfit = unfitFor(entry, stream)
    const used = recent.indexOf(entry.id)
    const rank = [unfit === undefined ? 0 : 1, -match, -fit(entry, stream), used < 0 ? recent.length : used, index]
    return [{ offer: { entry, ...(unfit === undefined ? {} : { unfit }) }, rank }]
  })
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ offer }) => offer)
}

function unfitFor({ on, yields, title }: PaletteEntry, { begins, keyed, goesOn }: Stream): string | undefined {
  if (on === 'environment') return begins ? undefined : 'It begins a stream.'
  if (goesOn && yields === 'end') return `${title} ends a branch.`
  if (begins) return undefined
  if (on === 'keyed' && !keyed) return 'It needs keys: put Key by before it.'
  return undefined
}

/** How well the words fit: 4 the beginning of the name as they stand, 3 a beginning of the name, 2 of another word in it, 1 anywhere; undefined: not. */
function matching({ title, method, id, help }: PaletteEntry, words: readonly string[]): number | undefined {
  if (words.length === 0) return 0
  const names = [title.toLowerCase(), method.toLowerCase(), id.toLowerCase()]
  const whole = words.join(' ')
  if (names[0].startsWith(whole) || names[1].startsWith(words.join(''))) return 4
  let least = 3
  for (const word of words) {
    const quality = names.some((name) => name.startsWith(word))
      ? 3
      : names.some((name) => name.split(/[\s.]/).some((part) => part.startsWith(word)))
        ? 2
        : [...names, help.toLowerCase()].some((text) => text.includes(word))
          ? 1
          : 0
    if (quality === 0) return undefined
    least = Math.min(least, quality)
  }
  return least
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - b[index]
  return 0
}
