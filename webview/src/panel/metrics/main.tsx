import { createRoot } from 'react-dom/client'
import { type FromMetrics, host, type ToMetrics } from '../../shared/index.ts'
import { MetricsReader } from './metrics-reader.ts'
import { MetricsView } from './metrics-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import 'uplot/dist/uPlot.min.css'
import './metrics.css'

createRoot(document.getElementById('root')!).render(
  <MetricsView reader={new MetricsReader(host<FromMetrics, ToMetrics>())} />,
)
