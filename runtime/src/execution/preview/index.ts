export { type PreviewListener, type PreviewOptions, preview } from './preview.ts'
export type { PreviewParts } from './preview-plan.ts'
