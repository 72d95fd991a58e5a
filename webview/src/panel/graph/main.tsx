import { mount } from '../../page/index.ts'
import { GraphView } from './graph-view.tsx'
import { start } from './state.ts'
import '@vscode/codicons/dist/codicon.css'
import './graph.css'

mount(<GraphView />)
start()
