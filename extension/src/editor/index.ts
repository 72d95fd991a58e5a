export { diagramOf } from './diagram.ts'
export { DiagramEditor } from './diagram-editor.ts'
