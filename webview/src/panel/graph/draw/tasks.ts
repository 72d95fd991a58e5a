import type { Lane } from '../../../shared/index.ts'
import { rateText, shortCount } from '../numbers-text.ts'
import { type Box, type LaneBox, MOST_ROWS, operatorRows, TASK, taskBox } from '../placing/lane-box.ts'
import { instancesOf, rateOf, recordsOf } from '../reading.ts'
import { inView, READABLE, type Scene } from './scene.ts'
import { write } from './text.ts'

const INSET = 8

/** The tasks of a lane that are in view: kind by kind, since a canvas is slow in changing colours. */
export function drawTasks(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, box: LaneBox): void {
  const { layout, palette, graph, view } = scene
  const seen: { index: number; at: Box }[] = []
  for (let index = 0; index < lane.parallelism; index++) {
    const at = taskBox(box, index, layout.direction)
    if (inView(scene, at.x, at.y, at.x + at.width, at.y + at.height)) seen.push({ index, at })
  }
  context.fillStyle = palette.task
  for (const { at } of seen) context.fillRect(at.x, at.y, at.width, at.height)
  context.strokeStyle = palette.taskBorder
  context.lineWidth = 1
  context.beginPath()
  for (const { at } of seen) context.rect(at.x, at.y, at.width, at.height)
  context.stroke()
  for (const { index, at } of seen) {
    context.fillStyle = palette.threads[graph.threadOf[lane.first + index] % palette.threads.length]
    context.fillRect(at.x, at.y, 4, at.height)
  }
  drawBars(context, scene, lane, box, seen)
  if (view.zoom >= READABLE) {
    drawTitles(context, scene, lane, seen)
    if (box.detailed && lane.operators.length > 1) drawOperators(context, scene, lane, seen)
  }
  drawMarks(context, scene, lane, seen)
}

/** How a task spends its time, and below it its share of the lane's records: the middle is the mean. */
function drawBars(
  context: CanvasRenderingContext2D,
  { palette, numbers, skew, graph }: Scene,
  lane: Lane,
  box: LaneBox,
  seen: readonly { index: number; at: Box }[],
): void {
  const shares = skew?.[graph.lanes.indexOf(lane)]
  const top = box.taskHeight - TASK.bars
  const width = TASK.width - INSET - 6
  const bar = (
    color: string,
    height: number,
    of: (index: number) => readonly [from: number, to: number, y: number],
  ) => {
    context.fillStyle = color
    for (const { index, at } of seen) {
      const [from, to, y] = of(index)
      if (to > from) context.fillRect(at.x + INSET + from * width, at.y + top + y, (to - from) * width, height)
    }
  }
  bar(palette.waiting, 5, () => [0, 1, 0])
  if (numbers === undefined) return
  const { busy, backPressured } = numbers
  bar(palette.busy, 5, (index) => [0, busy[lane.first + index], 0])
  bar(palette.high, 5, (index) => {
    const from = busy[lane.first + index]
    return [from, Math.min(1, from + backPressured[lane.first + index]), 0]
  })
  if (shares === undefined) return
  bar(palette.muted, 2, (index) => [0, Math.min(1, shares[index] / 2), 7])
  bar(palette.foreground, 4, () => [0.5 - 0.5 / width, 0.5 + 0.5 / width, 6])
}

function drawTitles(
  context: CanvasRenderingContext2D,
  { palette, numbers, graph }: Scene,
  lane: Lane,
  seen: readonly { index: number; at: Box }[],
): void {
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.font = `600 11px ${palette.font}`
  context.fillStyle = palette.foreground
  for (const { index, at } of seen) context.fillText(`[${index}]`, at.x + INSET + 2, at.y + 12)
  context.font = `11px ${palette.font}`
  context.fillStyle = palette.muted
  const beside = (index: number) => INSET + 16 + 6.5 * String(index).length
  for (const { index, at } of seen)
    context.fillText(`T${graph.threadOf[lane.first + index]}`, at.x + beside(index), at.y + 12)
  if (numbers === undefined) return
  context.textAlign = 'right'
  context.fillStyle = palette.foreground
  for (const { index, at } of seen) {
    const rate = rateOf(graph, lane, index, numbers)
    const text = rate === undefined ? shortCount(recordsOf(graph, lane, index, numbers)) : rateText(rate)
    context.fillText(text, at.x + at.width - 6, at.y + 12)
  }
}

function drawOperators(
  context: CanvasRenderingContext2D,
  { palette, numbers, graph }: Scene,
  lane: Lane,
  seen: readonly { index: number; at: Box }[],
): void {
  const rows = operatorRows(graph.operators, lane)
  const known = lane.operators.length > MOST_ROWS ? MOST_ROWS - 1 : rows.length
  for (const [row, name] of rows.entries()) {
    for (const { index, at } of seen) {
      const middle = at.y + TASK.title + row * TASK.row + TASK.row / 2
      const right = at.x + at.width - 6
      const rate = row < known && row > 0 ? numbers?.inPerSecond[instancesOf(lane, row) + index] : undefined
      const text = rateText(rate)
      context.fillStyle = palette.muted
      context.textAlign = 'right'
      context.fillText(text, right, middle)
      context.textAlign = 'left'
      const room = at.width - INSET - 14 - (text === '' ? 0 : context.measureText(text).width)
      write(context, name, at.x + INSET + 2, middle, room)
    }
  }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { palette, hovered, selected, focused, view }: Scene,
  lane: Lane,
  seen: readonly { index: number; at: Box }[],
): void {
  const marks = [
    { thing: hovered, color: palette.hover, width: 1.5 },
    { thing: selected, color: palette.selected, width: 2.5 },
    { thing: focused, color: palette.focus, width: 1.5 },
  ]
  for (const { thing, color, width } of marks) {
    if (thing?.kind !== 'task') continue
    const found = seen.find(({ index }) => lane.first + index === thing.task)
    if (found === undefined) continue
    const out = thing === focused ? 2.5 : 0
    const { x, y, width: wide, height } = found.at
    context.strokeStyle = color
    context.lineWidth = width / Math.min(1, view.zoom)
    context.strokeRect(x - out, y - out, wide + 2 * out, height + 2 * out)
  }
}
