// React Flow with boxes that only have a name, for comparison: what no diagram made with it can be faster than.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { ReactFlow } from 'reactflow'
import 'reactflow/dist/style.css'

const { nodes, edges } = globalThis.graph
const flow = createElement(ReactFlow, { nodes, edges, fitView: true, minZoom: 0.02, maxZoom: 2, panOnScroll: true })
createRoot(document.getElementById('root')).render(flow)
