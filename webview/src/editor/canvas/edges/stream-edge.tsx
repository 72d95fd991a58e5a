import { type MouseEvent, memo, type ReactNode, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { type EdgeProps, useStore } from 'reactflow'
import { useEditor } from '../../state/store.ts'
import { LiveRate, usePressure } from '../live/live-rate.tsx'
import { paneSpot } from '../pane-spot.ts'
import type { StreamEdge } from './flow-edges.ts'
import { route } from './route.ts'
import { lookOf, StrategyMark } from './strategies.tsx'
import './stream-edge.css'

/** A stream between two operators: a line, its strategy's mark, and on demand its record type and a place to insert. */
export const StreamLine = memo(function StreamLine(props: EdgeProps<StreamEdge>) {
  const { sourceX, sourceY, targetX, targetY, selected, data } = props
  const { edge, direction, fork, meet, order, twin } = data!
  const [hovered, setHovered] = useState(false)
  const showTypes = useEditor((state) => state.showTypes)
  const { path, arrow, x, y } = useMemo(
    () => route({ sourceX, sourceY, targetX, targetY }, { fork, meet, order, twin }, direction),
    [sourceX, sourceY, targetX, targetY, fork, meet, order, twin, direction],
  )
  const held = usePressure(edge.key)
  const counted = useEditor(({ live }) => live?.edges[edge.key] !== undefined)
  const near = hovered || selected === true
  const marked = lookOf(edge.strategy).mark !== undefined || edge.written || near
  // The pointer goes from the line to the buttons on it without leaving the edge.
  const leave = ({ relatedTarget }: MouseEvent) => {
    const to = relatedTarget instanceof Element ? relatedTarget.closest('[data-edge]') : null
    if (to?.getAttribute('data-edge') !== edge.key) setHovered(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering shows what the selection shows too
    <g
      className={edge.written ? 'stream written' : 'stream'}
      data-edge={edge.key}
      data-pressure={held}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={leave}
    >
      <path className="react-flow__edge-path" d={path} />
      <path className="arrow" d={arrow} />
      <path className="react-flow__edge-interaction" d={path} />
      {marked || counted || (showTypes && edge.type) ? (
        <Label
          x={x}
          y={y}
          className={labelClass(near, direction)}
          edge={edge.key}
          onEnter={() => setHovered(true)}
          onLeave={leave}
        >
          {marked ? <Pill edge={edge} reachable={selected === true} /> : null}
          {near ? <Insert edge={edge.key} beside={marked} reachable={selected === true} /> : null}
          {edge.type && (near || showTypes) ? (
            <span className="record-type" title={edge.type.full}>
              {edge.type.short}
            </span>
          ) : null}
          {counted ? <LiveRate edge={edge.key} /> : null}
        </Label>
      ) : null}
    </g>
  )
})

function labelClass(near: boolean, direction: string): string {
  return `stream-label ${direction}${near ? ' near' : ''}`
}

interface LabelProps {
  readonly x: number
  readonly y: number
  readonly className: string
  readonly edge: string
  readonly onEnter: () => void
  readonly onLeave: (event: MouseEvent) => void
  readonly children: ReactNode
}

/** Lies above all lines, as React Flow's own renderer of labels does, which looks its element up at every frame. */
function Label({ x, y, className, edge, onEnter, onLeave, children }: LabelProps) {
  const flow = useStore(({ domNode }) => domNode)
  const layer = useMemo(() => flow?.querySelector('.react-flow__edgelabel-renderer'), [flow])
  if (!layer) return null
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering shows what the selection shows too
    <div
      className={className}
      style={{ transform: `translate(${x}px, ${y}px)` }}
      data-edge={edge}
      onMouseEnter={onEnter}
      onMouseLeave={onLeave}
    >
      {children}
    </div>,
    layer,
  )
}

interface PillProps {
  readonly edge: StreamEdgeData
  readonly reachable: boolean
}
type StreamEdgeData = NonNullable<StreamEdge['data']>['edge']

function Pill({ edge: { key, strategy, written, argument }, reachable }: PillProps) {
  const name = `${lookOf(strategy).name}${argument === undefined ? '' : `: ${argument}`}`
  return (
    <button
      type="button"
      className={written ? 'strategy nodrag nopan written' : 'strategy nodrag nopan'}
      data-strategy={strategy}
      title={written || strategy === 'default' ? name : `${name}, by default`}
      aria-label={`Partition strategy: ${name}`}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation()
        useEditor.setState({ picking: { edge: key, screen: paneSpot(event.currentTarget) } })
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <StrategyMark strategy={strategy} />
    </button>
  )
}

function Insert({ edge, beside, reachable }: { edge: string; beside: boolean; reachable: boolean }) {
  return (
    <button
      type="button"
      className={beside ? 'add-here insert beside nodrag nopan' : 'add-here insert nodrag nopan'}
      title="Insert an operator here"
      aria-label="Insert an operator here"
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation()
        useEditor.setState({ adding: { at: { edge }, screen: paneSpot(event.currentTarget) } })
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <span className="codicon codicon-add" aria-hidden="true" />
    </button>
  )
}
