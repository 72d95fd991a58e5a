export { layOut } from './lay-out.ts'
export type { Direction, LaidOutNode, Layout, LayoutEdge, LayoutNode, LayoutRequest, Point } from './layout.ts'
export { LayoutThread } from './layout-thread.ts'
export { moveOn } from './move-on.ts'
export {
  type ForeignSidecar,
  parseSidecar,
  type Sidecar,
  type StoredOperator,
  type StoredTrace,
  serializeSidecar,
  sidecarOf,
} from './sidecar.ts'
