import type { Lane } from '../../../shared/index.ts'
import { rateText } from '../numbers-text.ts'
import { type LaneBox, MOST_ROWS, operatorRows, TASK } from '../placing/lane-box.ts'
import { laneName, total } from '../reading.ts'
import { BOXES, inView, READABLE, type Scene } from './scene.ts'
import { drawSpots } from './spots.ts'
import { drawTasks } from './tasks.ts'
import { fitted, write } from './text.ts'

/** Height of a title that is written over its lane, pixels of the view. */
const TITLE_OVER = 15

/** All lanes in view with their tasks, as much of them as can be made out. */
export function drawLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { graph, layout, view } = scene
  for (const [index, lane] of graph.lanes.entries()) {
    const box = layout.lanes[index]
    const over = TITLE_OVER / view.zoom
    if (!inView(scene, box.x, box.y - over, box.x + box.width, box.y + box.height)) continue
    drawFrame(context, scene, box, index)
    if (view.zoom < READABLE) drawTitleOver(context, scene, lane, box)
    else drawHeader(context, scene, lane, box)
    if (view.zoom < BOXES) drawSpots(context, scene, lane, box)
    else drawTasks(context, scene, lane, box)
  }
}

function drawFrame(context: CanvasRenderingContext2D, scene: Scene, box: LaneBox, index: number): void {
  const { palette, view, hovered, selected, focused } = scene
  const is = (thing: Scene['selected']) => thing?.kind === 'lane' && thing.lane === index
  context.beginPath()
  if (view.zoom < BOXES) context.rect(box.x, box.y, box.width, box.height)
  else context.roundRect(box.x, box.y, box.width, box.height, 6)
  context.fillStyle = palette.lane
  context.fill()
  const marked = is(selected) || is(focused)
  context.strokeStyle = marked ? palette.focus : is(hovered) ? palette.hover : palette.laneBorder
  context.lineWidth = (marked ? 2 : 1) / Math.min(1, view.zoom)
  context.stroke()
}

function drawHeader(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, box: LaneBox): void {
  const { graph, palette, numbers } = scene
  const [left, right] = [box.x + TASK.padding + 2, box.x + box.width - TASK.padding - 2]
  context.textBaseline = 'middle'
  context.font = `12px ${palette.font}`
  context.fillStyle = palette.muted
  context.textAlign = 'right'
  const times = `×${lane.parallelism}`
  context.fillText(times, right, box.y + 15)
  const room = right - left - context.measureText(times).width - 8
  context.textAlign = 'left'
  context.fillStyle = palette.foreground
  context.font = `600 12px ${palette.font}`
  write(context, laneName(graph, lane), left, box.y + 15, room)
  if (box.detailed || lane.operators.length === 1) return
  context.font = `11px ${palette.font}`
  for (const [at, text] of operatorRows(graph.operators, lane).entries()) {
    const middle = box.y + 32 + at * TASK.row
    const records = numbers && at < MOST_ROWS - 1 ? total(lane, at, numbers.outPerSecond) : undefined
    const rate = records ? rateText(records) : ''
    context.fillStyle = palette.foreground
    context.textAlign = 'right'
    context.fillText(rate, right, middle)
    context.textAlign = 'left'
    context.fillStyle = palette.muted
    write(context, text, left, middle, right - left - context.measureText(rate).width - 8)
  }
}

/** From further away the title stands over the lane, as large as it was. */
function drawTitleOver(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, box: LaneBox): void {
  const { graph, palette, view, layout } = scene
  // Half of the way to the next lane is free.
  const room = box.width * view.zoom + (layout.direction === 'right' ? 24 : 8)
  if (room < 40) return
  context.font = `${11 / view.zoom}px ${palette.font}`
  context.textBaseline = 'bottom'
  context.textAlign = 'left'
  context.fillStyle = palette.foreground
  const name = graph.operators[lane.operators[0]].name
  const more = lane.operators.length > 1 ? ` +${lane.operators.length - 1}` : ''
  const end = `${more} ×${lane.parallelism}`
  const shown = fitted(context, name, room / view.zoom - context.measureText(end).width)
  context.fillText(`${shown}${end}`, box.x, box.y - 2 / view.zoom)
}
