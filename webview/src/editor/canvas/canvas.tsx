import { useCallback, useEffect, useMemo, useRef } from 'react'
import {
  type EdgeChange,
  type NodeChange,
  type OnNodeDrag,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from 'reactflow'
import { useShallow } from 'zustand/react/shallow'
import { openTypeAhead } from '../actions/adding.ts'
import { forgetHeld, holdOver, insertHeld } from '../actions/inserting.ts'
import { listen } from '../actions/keyboard.ts'
import { drop, giveBack, letGo, takePositions } from '../actions/moving.ts'
import { beginMarquee, endMarquee, selectKeys, takeSelection } from '../actions/selecting.ts'
import { boxAround, keepViewport, lookThrough, reveal } from '../actions/viewing.ts'
import { Empty } from '../around/empty.tsx'
import { Find } from '../around/find/find.tsx'
import { Palette } from '../palette/palette.tsx'
import { StrategyPicker } from '../palette/strategy-picker.tsx'
import { TypeAhead } from '../palette/type-ahead.tsx'
import { type GestureState, useGesture } from '../state/gesture.ts'
import { remembered } from '../state/remembered.ts'
import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { connectEnds, connectStarts, mayConnect, reconnectEnds, reconnectStarts } from './connections.ts'
import { Detail, isFar } from './detail.tsx'
import { flowEdges } from './edges/flow-edges.ts'
import { StreamLine } from './edges/stream-edge.tsx'
import { Frames } from './groups/frames.tsx'
import { KeyHint, PointerHint } from './hint.tsx'
import { Minimap } from './minimap.tsx'
import { flowNodes, type OperatorNode } from './nodes/flow-nodes.ts'
import { OperatorBox } from './nodes/operator-node.tsx'
import './canvas.css'

const nodeTypes = { operator: OperatorBox }
const edgeTypes = { stream: StreamLine }
const SELECTING = ['Shift', 'Control', 'Meta']
const ZOOMING = ['Control', 'Meta']
const MIDDLE_BUTTON = [1]
const GRID: [number, number] = [4, 4]
/** With more boxes than this, letting all of them glide is slower than it is helpful. */
const GLIDES = 300
/** With more boxes than this only those in view are in the page. */
const MANY = 100

/** The diagram itself, with what floats over it, and the palette beside it. */
export function Canvas() {
  const direction = useEditor((state) => state.diagram!.direction)
  useEffect(listen, [])
  return (
    <div className="work">
      <Palette />
      <Flow key={direction} />
      <Find />
      <TypeAhead />
      <StrategyPicker />
    </div>
  )
}

function Flow() {
  const diagram = useEditor((state) => state.diagram)!
  const selection = useEditor((state) => state.selection)
  const shown = useEditor((state) => state.reveal)
  const { moved, dragging, targets, choosing, dropKey } = useGesture(
    useShallow(({ hint: _, ...held }: GestureState) => held),
  )
  const pane = useRef<HTMLElement>(null)
  const far = useStore(isFar)
  const many = diagram.nodes.length > MANY
  const flow = useReactFlow()
  // The hint beside the pointer changes with every move of it: the diagram is not drawn anew for that.
  const nodes = useMemo(
    () => flowNodes(diagram, selection, { moved, targets, choosing, dropKey }),
    [diagram, selection, moved, targets, choosing, dropKey],
  )
  const edges = useMemo(() => flowEdges(diagram, selection, dropKey), [diagram, selection, dropKey])
  const editable = diagram.readOnly === undefined && diagram.stale === undefined
  const start = useMemo(() => startOf(diagram.environments.every(({ operators }) => operators === 0)), [])

  useEffect(() => lookThrough(flow, pane.current!), [flow])
  useEffect(() => void reveal(shown), [shown])

  const takeNodeChanges = useCallback((changes: NodeChange<OperatorNode>[]) => {
    takePositions(changes)
    takeSelection(changes)
  }, [])
  const takeEdgeChanges = useCallback((changes: EdgeChange[]) => takeSelection(changes), [])

  const classes = [
    'canvas',
    targets ? 'connecting' : '',
    // An end of it can be taken up where otherwise something is added.
    edges.some(({ selected }) => selected) ? 'with-arrow' : '',
    dragging || diagram.nodes.length > GLIDES ? '' : 'glides',
  ]
  return (
    <section
      ref={pane}
      className={classes.join(' ')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard draws on it.
      tabIndex={0}
      aria-label="Diagram"
      onPointerDown={takeFocus}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={takeNodeChanges}
        onEdgesChange={takeEdgeChanges}
        {...start}
        fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        minZoom={0.05}
        maxZoom={2}
        attributionPosition="bottom-left"
        deleteKeyCode={null}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        panOnScroll
        zoomActivationKeyCode={ZOOMING}
        panOnDrag={MIDDLE_BUTTON}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        selectionKeyCode={null}
        multiSelectionKeyCode={SELECTING}
        nodesDraggable={editable}
        nodesConnectable={editable}
        snapToGrid
        onlyRenderVisibleElements={many && !far}
        snapGrid={GRID}
        elevateNodesOnSelect={false}
        isValidConnection={mayConnect}
        onConnectStart={connectStarts}
        onConnectEnd={connectEnds}
        onReconnect={nothing}
        onReconnectStart={reconnectStarts}
        onReconnectEnd={reconnectEnds}
        onNodeDragStart={dragStarts}
        onNodeDrag={drags}
        onNodeDragStop={dragStops}
        onSelectionStart={({ shiftKey }) => beginMarquee(shiftKey, selection)}
        onSelectionEnd={endMarquee}
        onPaneClick={leave}
        onNodeDoubleClick={(_, { id }) => theHost().tell({ type: 'showText', key: id })}
        onMoveEnd={keepViewport}
        onDoubleClick={addHere}
      >
        <Detail />
        <Frames />
        {nodes.length > 1 ? <Minimap /> : null}
      </ReactFlow>
      <Breadcrumbs />
      <Empty />
      <PointerHint />
      <KeyHint />
    </section>
  )
}

/** Where the view is at first: as it was before the page was loaded again, else on the whole diagram. */
function startOf(empty: boolean) {
  const { viewport } = remembered()
  if (viewport) return { defaultViewport: viewport }
  return empty ? { defaultViewport: { x: 80, y: 120, zoom: 1 } } : { fitView: true }
}

/** The keyboard follows the pointer onto the canvas. */
function takeFocus({ target, currentTarget }: React.PointerEvent<HTMLElement>): void {
  const element = target as Element
  const box = element.closest<HTMLElement>('.react-flow__node')
  if (element.closest('button, input, textarea, a')) return
  ;(box ?? currentTarget).focus({ preventScroll: true })
}

function addHere({ target, clientX: x, clientY: y }: React.MouseEvent): void {
  if ((target as Element).closest('.react-flow__pane') !== target) return
  openTypeAhead('canvas', boxAround({ x, y }), { x, y })
}

function leave(): void {
  useEditor.setState({ adding: undefined, picking: undefined })
  if (useEditor.getState().selection.size > 0) selectKeys([])
}

function nothing(): void {}

function dragStarts(): void {
  useGesture.setState({ dragging: true })
}

const drags: OnNodeDrag<OperatorNode> = (event, node, nodes) => {
  if (nodes.length === 1 && 'clientX' in event) holdOver(node.id, { x: event.clientX, y: event.clientY })
}

function dragStops(_: unknown, node: OperatorNode, nodes: OperatorNode[]): void {
  const keys = nodes.map(({ id }) => id)
  if (nodes.length === 1 && useGesture.getState().dropKey !== undefined) {
    const { moved } = useGesture.getState()
    void insertHeld(node.id).then(() => letGo(moved))
    useGesture.setState({ dragging: false })
    return
  }
  forgetHeld()
  if (keys.some((key) => useGesture.getState().moved.has(key))) void drop(keys)
  else giveBack(keys)
}
