import type { Trigger, WindowAssigner } from '../time/index.ts'
import type { WindowFunction } from './window-function.ts'

export interface WindowOptions {
  readonly assigner: WindowAssigner<any>
  /** Absent: the assigner's own. */
  readonly trigger?: Trigger<any>
  /** Milliseconds that windows are kept after their end for late records. */
  readonly allowedLateness: number
  /** The side output of records that no window takes. */
  readonly lateTag?: string
  readonly fn: WindowFunction
  /** Without keys all records of the stream are in one window. */
  readonly keyed: boolean
}

/** The key of a stream without keys. */
export const NO_KEY = 0

/** How far an instance was when its state was saved. */
export interface WindowProgress {
  readonly watermark: number
  /** Records so far: those to come arrive after all that the state knows of. */
  readonly arrivals: number
}
