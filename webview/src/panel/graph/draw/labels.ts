import { type Bundle, percentText } from '../../../shared/index.ts'
import { rateText, several } from '../numbers-text.ts'
import { isBundle } from './bundles.ts'
import { inView, READABLE, type Scene } from './scene.ts'
import { fitted } from './text.ts'

/** Least room between lanes for a name that is cut, pixels of the view. */
const LEAST_ROOM = { right: 40, down: 40 }

/** Strategy, number of channels and what flows, on each bundle; from further away only the strategy, as it fits. */
export function drawLabels(context: CanvasRenderingContext2D, scene: Scene): void {
  const { graph, layout, view, hovered, selected, focused } = scene
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const room = layout.rankGap * view.zoom
  for (const [index, bundle] of graph.bundles.entries()) {
    const { x, y } = layout.labels[index]
    const reach = 110 / Math.min(1, view.zoom)
    if (!inView(scene, x - reach, y - reach / 4, x + reach, y + reach / 4)) continue
    const marked = isBundle(selected, index) || isBundle(hovered, index) || isBundle(focused, index)
    if (marked || view.zoom >= READABLE) drawWhole(context, scene, bundle, index, marked)
    else if (room >= LEAST_ROOM[layout.direction]) drawName(context, scene, bundle, index)
  }
}

function drawWhole(context: CanvasRenderingContext2D, scene: Scene, bundle: Bundle, index: number, marked: boolean) {
  const { layout, palette, view, numbers, hovered } = scene
  const { x, y } = layout.labels[index]
  const scale = view.zoom >= READABLE ? 1 / Math.min(1, Math.max(view.zoom, 0.8)) : 1 / view.zoom
  const facts = factsOf(bundle, index, numbers)
  context.font = `600 ${11 * scale}px ${palette.font}`
  const title = context.measureText(bundle.strategy).width
  context.font = `${10.5 * scale}px ${palette.font}`
  const width = Math.max(title, context.measureText(facts).width) + 12 * scale
  drawPlate(context, scene, x, y, width, 32 * scale)
  if (marked) {
    context.strokeStyle = isBundle(hovered, index) ? palette.hover : palette.focus
    context.lineWidth = 1.5 * scale
    context.stroke()
  }
  context.fillStyle = palette.muted
  context.fillText(facts, x, y + 7.5 * scale)
  context.font = `600 ${11 * scale}px ${palette.font}`
  context.fillStyle = palette.foreground
  context.fillText(bundle.strategy, x, y - 6.5 * scale)
}

function drawName(context: CanvasRenderingContext2D, scene: Scene, { strategy }: Bundle, index: number): void {
  const { layout, palette, view } = scene
  const { x, y } = layout.labels[index]
  const scale = 1 / view.zoom
  context.font = `${10.5 * scale}px ${palette.font}`
  const text = layout.direction === 'right' ? fitted(context, strategy, layout.rankGap - 2 * scale) : strategy
  drawPlate(context, scene, x, y, context.measureText(text).width + 6 * scale, 14 * scale)
  context.fillStyle = palette.muted
  context.fillText(text, x, y)
}

function drawPlate(
  context: CanvasRenderingContext2D,
  { palette }: Scene,
  x: number,
  y: number,
  width: number,
  height: number,
) {
  context.beginPath()
  context.roundRect(x - width / 2, y - height / 2, width, height, height / 8)
  context.fillStyle = palette.label
  context.globalAlpha = palette.forced ? 1 : 0.88
  context.fill()
  context.globalAlpha = 1
}

function factsOf(bundle: Bundle, index: number, numbers: Scene['numbers']): string {
  const rate = rateText(numbers?.bundlePerSecond[index])
  if (numbers === undefined || rate === '') return several(bundle.channels, 'channel')
  return `${rate} · ${percentText(numbers.bundleFill[index])} full`
}
