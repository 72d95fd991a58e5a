export type { Diagram, DiagramEdge, DiagramOperator, FromDiagram, ToDiagram } from './diagram-messages.ts'
export type { FromOutput, PanelLine, PanelRun, ToOutput } from './output-messages.ts'
export { host } from './vscode.ts'
