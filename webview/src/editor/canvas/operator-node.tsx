import { memo } from 'react'
import { Handle, type Node, type NodeProps, Position } from 'reactflow'
import type { DiagramNode, Direction } from '../../shared/index.ts'

export type OperatorNode = Node<{ readonly node: DiagramNode; readonly direction: Direction }, 'operator'>

/** An operator: what it is, its name, what it does, and its number of instances where it is not one. */
export const OperatorBox = memo(function OperatorBox({ data: { node, direction } }: NodeProps<OperatorNode>) {
  const { shape, name, icon, summary, parallelism, inputs, outputs } = node
  const right = direction === 'right'
  const instances = parallelism === 1 ? '1 instance' : `${parallelism} instances`
  return (
    <div className={`operator shape-${shape}`} title={summary ? `${name}: ${summary}` : name}>
      {inputs.map(({ port }) => (
        <Handle key={port} id={`in-${port}`} type="target" position={right ? Position.Left : Position.Top} />
      ))}
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
      <span className="words">
        <span className="name">{name}</span>
        {summary ? <span className="detail">{summary}</span> : null}
      </span>
      {parallelism !== 1 ? (
        <span className="instances" role="img" title={instances} aria-label={instances}>
          ×{parallelism}
        </span>
      ) : null}
      {outputs.map(({ output }) => (
        <Handle key={output} id={`out-${output}`} type="source" position={right ? Position.Right : Position.Bottom} />
      ))}
    </div>
  )
})
