import { mount } from '../../page/index.ts'
import { type FromMetrics, host, type ToMetrics } from '../../shared/index.ts'
import { MetricsReader } from './metrics-reader.ts'
import { MetricsView } from './metrics-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import 'uplot/dist/uPlot.min.css'
import './metrics.css'

mount(<MetricsView reader={new MetricsReader(host<FromMetrics, ToMetrics>())} />)
