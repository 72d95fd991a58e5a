import { Handle } from 'reactflow'
import type { DiagramNode, Direction } from '../../../shared/index.ts'
import { useEditor } from '../../state/store.ts'
import { paneSpot } from '../pane-spot.ts'
import { portsOf, sideOf } from './ports.ts'
import './port-views.css'

interface Props {
  readonly node: DiagramNode
  readonly direction: Direction
}

/** Where streams come in and go out: names where there are several, and a place to add what comes next. */
export function PortViews({ node, direction }: Props) {
  const { inputs, outputs } = portsOf(node, direction)
  const along = direction === 'right' ? 'top' : 'left'
  // It is a pixel in size, and React Flow may measure where its middle is: the same as without measuring.
  const pointAt = (at: number) => ({ [along]: at - 0.5 })
  return (
    <>
      {inputs.map(({ port: { name, open }, id, at }) => (
        <Handle
          key={id}
          id={id}
          type="target"
          position={sideOf('target', direction)}
          className={open ? 'port open' : 'port'}
          style={pointAt(at)}
          title={open ? `${name ? `${name}: ` : ''}no input` : name}
        />
      ))}
      {inputs.map(({ port: { name, open }, id, at }) =>
        name || open ? (
          <span key={id} className={open ? 'port-name in open' : 'port-name in'} style={{ [along]: at }}>
            {open ? `${name ? `${name}: ` : ''}no input` : name}
          </span>
        ) : null,
      )}
      {outputs.map(({ port: { name }, id, at }) => (
        <Handle
          key={id}
          id={id}
          type="source"
          position={sideOf('source', direction)}
          className="port"
          style={pointAt(at)}
          title={name}
        />
      ))}
      {outputs.map(({ port: { name }, id, at }) =>
        name ? (
          <span key={id} className="port-name out" style={{ [along]: at }} title={name}>
            {name}
          </span>
        ) : null,
      )}
      {outputs.map(({ port: { output, name }, id, at }) => (
        <button
          key={id}
          type="button"
          className="add-here add-after nodrag nopan"
          style={{ [along]: at - 10 }}
          title={name ? `Add an operator behind “${name}”` : 'Add an operator behind this one'}
          aria-label={
            name ? `Add an operator behind ${node.name}, output ${name}` : `Add an operator behind ${node.name}`
          }
          onClick={(event) => {
            event.stopPropagation()
            useEditor.setState({ adding: { at: { after: node.key, output }, screen: paneSpot(event.currentTarget) } })
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      ))}
    </>
  )
}
