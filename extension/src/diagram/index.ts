export { paletteOf } from './drawing/palette.ts'
export { type DiagramLanguage, type DiagramWatcher, JobDiagram } from './job/job-diagram.ts'
export type { JobText, SidecarFile } from './job/job-text.ts'
export type { TextProblem } from './job/places.ts'
