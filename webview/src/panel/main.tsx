import { createRoot } from 'react-dom/client'
import { type FromOutput, host, type ToOutput } from '../shared/index.ts'
import { OutputView } from './output-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import './panel.css'

createRoot(document.getElementById('root')!).render(<OutputView host={host<FromOutput, ToOutput>()} />)
