import { drawBundles, drawChannelsOf } from './bundles.ts'
import { drawLabels } from './labels.ts'
import { drawLanes } from './lanes.ts'
import type { Scene } from './scene.ts'

/** Draws a frame. @param pixels of the screen per pixel of the page */
export function drawScene(context: CanvasRenderingContext2D, scene: Scene, pixels: number): void {
  const { view } = scene
  context.setTransform(pixels, 0, 0, pixels, 0, 0)
  context.clearRect(0, 0, scene.width, scene.height)
  const scale = pixels * view.zoom
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale)
  drawBundles(context, scene)
  drawLanes(context, scene)
  drawChannelsOf(context, scene)
  drawLabels(context, scene)
}
