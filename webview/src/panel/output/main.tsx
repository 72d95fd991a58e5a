import { createRoot } from 'react-dom/client'
import { type FromOutput, host, type ToOutput } from '../../shared/index.ts'
import { OutputReader } from './output-reader.ts'
import { OutputView } from './output-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import './output.css'

createRoot(document.getElementById('root')!).render(
  <OutputView reader={new OutputReader(host<FromOutput, ToOutput>())} />,
)
