import { BOX } from '../../../shared/index.ts'
import { theHost, told } from '../../state/session.ts'
import { mayEdit, say, selectedNodes, useEditor } from '../../state/store.ts'

interface Place {
  readonly key: string
  readonly x: number
  readonly y: number
}

/**
 * `row`, `column`: in line with the box that comes first in the text. `evenly`: the same gap between all, and the outer
 * ones stay.
 */
export type Alignment = 'row' | 'column' | 'evenly'

const GRID = 4

/** Moves what is selected into line: one undo step. Boxes that would cover each other stay where they are. */
export async function align(how: Alignment): Promise<void> {
  if (!mayEdit()) return
  const { spots } = useEditor.getState().diagram!
  const places = selectedNodes().map(({ key }): Place => ({ key, x: spots[key].x, y: spots[key].y }))
  const aligned = how === 'evenly' ? spread(places) : inLine(places, how)
  if (aligned.some((a, i) => aligned.slice(0, i).some((b) => cover(a, b)))) {
    say('In line they would cover each other: move them apart first.', 'warning')
    return
  }
  const moves = aligned.filter(({ x, y }, i) => x !== places[i].x || y !== places[i].y)
  if (moves.length === 0) say('They are in line already.')
  else await told(theHost().request('move', { moves }))
}

function inLine(places: readonly Place[], how: 'row' | 'column'): Place[] {
  const [{ x, y }] = places
  return places.map((place) => (how === 'row' ? { ...place, y } : { ...place, x }))
}

/** Along the way in which they are further apart. */
function spread(places: readonly Place[]): Place[] {
  const range = (axis: 'x' | 'y') => {
    const all = places.map((place) => place[axis])
    return Math.max(...all) - Math.min(...all)
  }
  const axis = range('x') >= range('y') ? 'x' : 'y'
  const sorted = places.toSorted((a, b) => a[axis] - b[axis])
  const [first, last] = [sorted[0][axis], sorted.at(-1)![axis]]
  const step = (last - first) / (sorted.length - 1)
  return places.map((place) => {
    const index = sorted.indexOf(place)
    const outer = index === 0 || index === sorted.length - 1
    return outer ? place : { ...place, [axis]: Math.round((first + index * step) / GRID) * GRID }
  })
}

function cover(a: Place, b: Place): boolean {
  return Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height
}
