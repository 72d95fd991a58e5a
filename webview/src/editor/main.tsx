import { createRoot } from 'react-dom/client'
import { type FromDiagram, host, type ToDiagram } from '../shared/index.ts'
import { DiagramView } from './diagram-view.tsx'
import 'reactflow/dist/style.css'
import '@vscode/codicons/dist/codicon.css'
import './editor.css'

createRoot(document.getElementById('root')!).render(<DiagramView host={host<FromDiagram, ToDiagram>()} />)
