import { createRoot } from 'react-dom/client'
import { GraphView } from './graph-view.tsx'
import { start } from './state.ts'
import '@vscode/codicons/dist/codicon.css'
import './graph.css'

createRoot(document.getElementById('root')!).render(<GraphView />)
start()
