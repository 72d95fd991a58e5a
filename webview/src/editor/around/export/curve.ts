import { BOX, type Direction } from '../../../shared/index.ts'

interface Point {
  readonly x: number
  readonly y: number
}

export interface Curve {
  /** An SVG path. */
  readonly path: string
  readonly middle: Point
  readonly end: Point
  readonly direction: Direction
}

/** How far the ends of a curve run straight on, at least. Pixels. */
const REACH = 24
const ARROW = { length: 8, half: 4 } as const

/**
 * The line of an edge, from the side of one box to the side of another.
 *
 * @param share where along their sides the ports are, from 0 to 1
 */
export function curveBetween(
  source: Point,
  target: Point,
  direction: Direction,
  share: { readonly out: number; readonly in: number },
): Curve {
  const right = direction === 'right'
  const start = right
    ? { x: source.x + BOX.width, y: source.y + BOX.height * share.out }
    : { x: source.x + BOX.width * share.out, y: source.y + BOX.height }
  const end = right
    ? { x: target.x, y: target.y + BOX.height * share.in }
    : { x: target.x + BOX.width * share.in, y: target.y }
  const distance = right ? end.x - start.x : end.y - start.y
  const reach = Math.max(REACH, Math.abs(distance) / 2)
  const [first, second] = right
    ? [
        { x: start.x + reach, y: start.y },
        { x: end.x - reach, y: end.y },
      ]
    : [
        { x: start.x, y: start.y + reach },
        { x: end.x, y: end.y - reach },
      ]
  const middle = {
    x: (start.x + 3 * first.x + 3 * second.x + end.x) / 8,
    y: (start.y + 3 * first.y + 3 * second.y + end.y) / 8,
  }
  return {
    path: `M${point(start)} C${point(first)} ${point(second)} ${point(end)}`,
    ...{ middle, end, direction },
  }
}

/** A closed arrow head at the end of a curve. */
export function arrowPath({ end, direction }: Curve): string {
  const { length, half } = ARROW
  const [one, other] =
    direction === 'right'
      ? [
          { x: end.x - length, y: end.y - half },
          { x: end.x - length, y: end.y + half },
        ]
      : [
          { x: end.x - half, y: end.y - length },
          { x: end.x + half, y: end.y - length },
        ]
  return `M${point(one)} L${point(end)} L${point(other)} Z`
}

const point = ({ x, y }: Point) => `${round(x)} ${round(y)}`
const round = (value: number) => Math.round(value * 10) / 10
