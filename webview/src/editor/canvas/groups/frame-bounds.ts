import { BOX, type Diagram, type DiagramGroup } from '../../../shared/index.ts'

/** Between a frame and what is in it, and for the frame's label above. */
const PADDING = 12
const LABEL = 20

export interface Frame {
  readonly group: DiagramGroup
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the frames of open groups are, outermost first: around their boxes, and around the frames inside of them. */
export function framesOf({ groups, spots }: Pick<Diagram, 'groups' | 'spots'>): Frame[] {
  const byKey = new Map(groups.map((group) => [group.key, group]))
  /** Frames below each other inside of one, which it must surround too. */
  const depthOf = ({ key }: DiagramGroup): number =>
    Math.max(0, ...groups.filter(({ parent }) => parent === key).map((child) => 1 + depthOf(child)))
  const levelOf = ({ parent }: DiagramGroup): number =>
    parent !== undefined && byKey.has(parent) ? 1 + levelOf(byKey.get(parent)!) : 0
  return groups
    .map((group): Frame => {
      const boxes = group.nodes.flatMap((key) => spots[key] ?? [])
      const around = depthOf(group)
      const left = Math.min(...boxes.map(({ x }) => x)) - PADDING * (around + 1)
      const top = Math.min(...boxes.map(({ y }) => y)) - (PADDING + LABEL) * (around + 1) + PADDING
      const right = Math.max(...boxes.map(({ x }) => x)) + BOX.width + PADDING * (around + 1)
      const bottom = Math.max(...boxes.map(({ y }) => y)) + BOX.height + PADDING * (around + 1)
      return { group, x: left, y: top - 4, width: right - left, height: bottom - top + 4 }
    })
    .filter(({ width }) => Number.isFinite(width))
    .sort((a, b) => levelOf(a.group) - levelOf(b.group))
}
