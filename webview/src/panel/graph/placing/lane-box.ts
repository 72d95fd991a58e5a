import type { Lane, PhysicalGraph } from '../../../shared/index.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A lane and the tasks in it; lengths in pixels at zoom 1. */
export interface LaneBox extends Box {
  /** Height of the part above the tasks. */
  readonly header: number
  readonly columns: number
  readonly rows: number
  readonly taskHeight: number
  /** Whether tasks have a row for each of their operators; otherwise the header has. */
  readonly detailed: boolean
}

export type Direction = 'right' | 'down'

export const TASK = { width: 160, gap: 6, padding: 8, title: 22, row: 15, bars: 14 } as const
const TITLE = 28
/** Rows of operators; the last says how many more there are. */
export const MOST_ROWS = 6
/** Lanes of more tasks have small ones: what all have in common is said once. */
const MOST_DETAILED = 8
const LONGEST_COLUMN = 10

/** Size of a lane. One with many tasks is a block of them, in columns (in rows, where the graph runs down). */
export function laneSize({ parallelism, operators }: Lane, direction: Direction): LaneBox {
  const detailed = parallelism <= MOST_DETAILED
  const operatorRows = operators.length > 1 ? Math.min(operators.length, MOST_ROWS) : 0
  const header = TITLE + (detailed ? 0 : operatorRows * TASK.row + (operatorRows > 0 ? 4 : 0))
  const taskHeight = TASK.title + TASK.bars + (detailed ? operatorRows * TASK.row : 0)
  const square = Math.ceil(Math.sqrt((parallelism * TASK.width * 1.2) / taskHeight))
  const rows =
    direction === 'right'
      ? Math.min(parallelism, Math.max(LONGEST_COLUMN, square))
      : Math.ceil(parallelism / Math.min(parallelism, Math.max(2, Math.ceil(parallelism / square))))
  const columns = Math.ceil(parallelism / rows)
  return {
    ...{ x: 0, y: 0, header, columns, rows, taskHeight, detailed },
    width: columns * (TASK.width + TASK.gap) - TASK.gap + 2 * TASK.padding,
    height: header + rows * (taskHeight + TASK.gap) - TASK.gap + TASK.padding,
  }
}

/** Where a task stands. */
export function taskBox(lane: LaneBox, index: number, direction: Direction): Box {
  const column = direction === 'right' ? Math.floor(index / lane.rows) : index % lane.columns
  const row = direction === 'right' ? index % lane.rows : Math.floor(index / lane.columns)
  return {
    x: lane.x + TASK.padding + column * (TASK.width + TASK.gap),
    y: lane.y + lane.header + row * (lane.taskHeight + TASK.gap),
    width: TASK.width,
    height: lane.taskHeight,
  }
}

/** The task at a point of the lane; undefined where there is none. */
export function taskIndexAt(lane: LaneBox, parallelism: number, x: number, y: number, direction: Direction) {
  const right = x - lane.x - TASK.padding
  const down = y - lane.y - lane.header
  const column = Math.floor(right / (TASK.width + TASK.gap))
  const row = Math.floor(down / (lane.taskHeight + TASK.gap))
  if (right < 0 || down < 0 || column >= lane.columns || row >= lane.rows) return undefined
  if (right % (TASK.width + TASK.gap) > TASK.width || down % (lane.taskHeight + TASK.gap) > lane.taskHeight)
    return undefined
  const index = direction === 'right' ? column * lane.rows + row : row * lane.columns + column
  return index < parallelism ? index : undefined
}

/** Names of a chain's operators, a row each; the last row says how many more there are. */
export function operatorRows(operators: PhysicalGraph['operators'], lane: Lane): string[] {
  const names = lane.operators.map((id) => operators[id].name)
  if (names.length <= MOST_ROWS) return names
  return [...names.slice(0, MOST_ROWS - 1), `… ${names.length - MOST_ROWS + 1} more`]
}
