export { registerDiagramCommands } from './diagram-commands.ts'
export { DiagramEditor } from './diagram-editor.ts'
export { OperatorsTree } from './operators-tree.ts'
export { followJobs } from './sidecar-files.ts'
