import { type Lane, pressureOf } from '../../../shared/index.ts'
import { type LaneBox, taskBox } from '../placing/lane-box.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'

/**
 * Tasks from far away: spots in the colour of what they mostly do, or of their thread while there are no numbers. As much
 * of a spot is coloured as the task has records; half, where it has as many as the mean.
 */
export function drawSpots(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, box: LaneBox): void {
  const { layout, palette, hovered, selected, focused } = scene
  const shares = scene.skew?.[scene.graph.lanes.indexOf(lane)]
  if (shares) {
    context.fillStyle = palette.waiting
    for (let index = 0; index < lane.parallelism; index++) {
      const { x, y, width, height } = taskBox(box, index, layout.direction)
      context.fillRect(x, y, width, height)
    }
  }
  const byColor = new Map<string, number[]>()
  for (let index = 0; index < lane.parallelism; index++) {
    const color = colorOf(scene, palette, lane.first + index)
    const of = byColor.get(color)
    if (of) of.push(index)
    else byColor.set(color, [index])
  }
  for (const [color, indexes] of byColor) {
    context.fillStyle = color
    for (const index of indexes) {
      const { x, y, width, height } = taskBox(box, index, layout.direction)
      context.fillRect(x, y, shares ? width * Math.min(1, shares[index] / 2) : width, height)
    }
  }
  for (const thing of [hovered, selected, focused]) {
    if (thing?.kind !== 'task') continue
    const index = thing.task - lane.first
    if (index < 0 || index >= lane.parallelism) continue
    const { x, y, width, height } = taskBox(box, index, layout.direction)
    context.strokeStyle = palette.focus
    context.lineWidth = 2 / scene.view.zoom
    context.strokeRect(x, y, width, height)
  }
}

function colorOf({ numbers, graph }: Scene, palette: Palette, task: number): string {
  if (numbers === undefined) return palette.threads[graph.threadOf[task] % palette.threads.length]
  const pressure = pressureOf(numbers.backPressured[task])
  if (pressure !== 'none') return palette[pressure]
  return numbers.busy[task] > 0.1 ? palette.busy : palette.waiting
}
