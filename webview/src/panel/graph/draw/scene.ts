import type { PhysicalGraph, PhysicalGraphNumbers } from '../../../shared/index.ts'
import type { View } from '../camera.ts'
import type { ChannelReports } from '../channels.ts'
import type { Layout } from '../placing/layout.ts'
import type { Thing } from '../thing.ts'
import type { Palette } from './palette.ts'

/** Everything a frame is drawn from. */
export interface Scene {
  readonly graph: PhysicalGraph
  readonly layout: Layout
  readonly palette: Palette
  readonly view: View
  /** Pixels of the view. */
  readonly width: number
  readonly height: number
  readonly numbers?: PhysicalGraphNumbers
  readonly channels?: ChannelReports
  /** By lane; see `skewOf`. */
  readonly skew?: readonly (readonly number[] | undefined)[]
  readonly hovered?: Thing
  readonly selected?: Thing
  /** What the keys are at; drawn where the view has the focus. */
  readonly focused?: Thing
  /** Nobody pans or zooms: there is time for what is dear. */
  readonly still: boolean
}

/** From which zoom on names and numbers can be read. */
export const READABLE = 0.55
/** Below it a task is a spot of one colour. */
export const BOXES = 0.22

/** Whether any of a stretch of the graph is in view. */
export function inView({ view, width, height }: Scene, left: number, top: number, right: number, bottom: number) {
  return right >= view.x && bottom >= view.y && left <= view.x + width / view.zoom && top <= view.y + height / view.zoom
}
