import { type Pressure, pressureOf } from '../../../shared/index.ts'
import { eachChannel, FEW_CHANNELS, partners } from '../channels.ts'
import { taskBox } from '../placing/lane-box.ts'
import type { Point } from '../placing/layout.ts'
import { laneOf } from '../reading.ts'
import { curveThrough, traceRibbon } from './curves.ts'
import { inView, type Scene } from './scene.ts'

/** Lines that are drawn in every frame, and when nothing moves. */
const LINES_MOVING = 600
const LINES_STILL = 20_000

/** More lines than these are drawn fainter. */
const SEVERAL = 16

const PRESSURES: readonly Pressure[] = ['none', 'low', 'high']

/** Ribbons between lanes, and the single channels of those bundles that are open. */
export function drawBundles(context: CanvasRenderingContext2D, scene: Scene): void {
  for (const [index, bundle] of scene.graph.bundles.entries()) {
    if (!wayInView(scene, index)) continue
    const open = isOpen(scene, index) && bundle.channels <= (scene.still ? LINES_STILL : LINES_MOVING)
    const marked = isBundle(scene.selected, index) || isBundle(scene.hovered, index) || isBundle(scene.focused, index)
    if (!open || bundle.channels > FEW_CHANNELS) drawRibbon(context, scene, index, marked)
    if (open) drawLines(context, scene, index, marked ? 1 : bundle.channels > SEVERAL ? 0.5 : 0.75)
  }
}

/** The channels of the task that is chosen or pointed at, over everything else. */
export function drawChannelsOf(context: CanvasRenderingContext2D, scene: Scene): void {
  const things = [scene.selected, scene.hovered]
  for (const thing of things) {
    if (thing?.kind !== 'task') continue
    const lane = laneOf(scene.graph, thing.task)
    const instance = thing.task - scene.graph.lanes[lane].first
    for (const [index, bundle] of scene.graph.bundles.entries()) {
      for (const side of ['from', 'to'] as const) {
        if (bundle[side] !== lane) continue
        const others = partners(scene.graph, bundle, side, instance)
        const pairs = others.map((other) =>
          side === 'from' ? ([instance, other] as const) : ([other, instance] as const),
        )
        strokePairs(context, scene, index, pairs, 1, 1.5)
      }
    }
  }
}

function isOpen({ graph, selected, hovered, focused }: Scene, index: number): boolean {
  return (
    graph.bundles[index].channels <= FEW_CHANNELS ||
    isBundle(selected, index) ||
    isBundle(hovered, index) ||
    isBundle(focused, index)
  )
}

export function isBundle(thing: Scene['selected'], index: number): boolean {
  return thing?.kind === 'bundle' && thing.bundle === index
}

function wayInView(scene: Scene, index: number): boolean {
  const { graph, layout } = scene
  const { from, to } = graph.bundles[index]
  const boxes = [layout.lanes[from], layout.lanes[to]]
  const xs = [...layout.ways[index].map(({ x }) => x), ...boxes.flatMap(({ x, width }) => [x, x + width])]
  const ys = [...layout.ways[index].map(({ y }) => y), ...boxes.flatMap(({ y, height }) => [y, y + height])]
  return inView(scene, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

function drawRibbon(context: CanvasRenderingContext2D, scene: Scene, index: number, marked: boolean): void {
  const { graph, layout, palette, numbers, view } = scene
  const { from, to } = graph.bundles[index]
  const pressure = pressureOf(numbers?.bundleFill[index] ?? 0)
  context.beginPath()
  traceRibbon(context, layout, layout.ways[index], layout.lanes[from], layout.lanes[to])
  context.fillStyle = context.strokeStyle = colorOf(palette, pressure)
  context.globalAlpha = palette.forced ? 0 : marked ? 0.32 : pressure === 'none' ? 0.14 : 0.28
  context.fill()
  context.globalAlpha = palette.forced || marked ? 1 : 0.5
  context.lineWidth = (pressure === 'none' ? 1 : pressure === 'low' ? 1.5 : 2.5) / Math.min(1, view.zoom)
  context.stroke()
  context.globalAlpha = 1
}

function drawLines(context: CanvasRenderingContext2D, scene: Scene, index: number, alpha: number): void {
  const pairs: (readonly [number, number])[] = []
  eachChannel(scene.graph, scene.graph.bundles[index], (source, target) => pairs.push([source, target]))
  strokePairs(context, scene, index, pairs, alpha, 1)
}

function strokePairs(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  pairs: readonly (readonly [source: number, target: number])[],
  alpha: number,
  width: number,
): void {
  const { graph, layout, palette, channels, numbers, view } = scene
  const { direction, lanes } = layout
  const { edgeId, from, to } = graph.bundles[index]
  const known = channels?.has(edgeId) ? channels : undefined
  const otherwise = pressureOf(numbers?.bundleFill[index] ?? 0)
  const passed = layout.ways[index].slice(1, -1)
  const pressures = pairs.map(([i, j]) => {
    const fill = known?.fill(edgeId, i, j)
    return fill === undefined ? otherwise : pressureOf(fill)
  })
  context.globalAlpha = alpha
  for (const pressure of PRESSURES) {
    if (!pressures.includes(pressure)) continue
    context.beginPath()
    for (const [at, [i, j]] of pairs.entries()) {
      if (pressures[at] !== pressure) continue
      const source = taskBox(lanes[from], i, direction)
      const target = taskBox(lanes[to], j, direction)
      const start: Point =
        direction === 'right'
          ? { x: source.x + source.width, y: source.y + source.height / 2 }
          : { x: source.x + source.width / 2, y: source.y + source.height }
      const end: Point =
        direction === 'right'
          ? { x: target.x, y: target.y + target.height / 2 }
          : { x: target.x + target.width / 2, y: target.y }
      curveThrough(context, direction, [start, ...passed, end])
    }
    context.strokeStyle = colorOf(palette, pressure)
    context.lineWidth = ((pressure === 'high' ? 2 : 1) * width) / Math.min(1, view.zoom)
    context.stroke()
  }
  context.globalAlpha = 1
}

function colorOf(palette: Scene['palette'], pressure: Pressure): string {
  return pressure === 'none' ? palette.line : palette[pressure]
}
