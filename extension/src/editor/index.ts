export { DiagramEditor } from './diagram-editor.ts'
export { followJobs } from './sidecar-files.ts'
