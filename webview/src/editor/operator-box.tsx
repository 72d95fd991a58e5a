import { Handle, type Node, type NodeProps, Position } from 'reactflow'
import type { DiagramOperator } from '../shared/index.ts'
import type { Direction } from './layout.ts'

export type OperatorNode = Node<
  DiagramOperator & { readonly direction: Direction } & Record<string, unknown>,
  'operator'
>

/** An operator: what it is, its name, what it is called with, and its number of instances where it is not one. */
export function OperatorBox({ data }: NodeProps<OperatorNode>) {
  const { kind, name, icon, detail, parallelism, direction } = data
  const right = direction === 'right'
  const instances = parallelism === 1 ? '1 instance' : `${parallelism} instances`
  return (
    <div className={`operator kind-${kind}`} title={detail ? `${name}: ${detail}` : name}>
      {kind === 'source' || kind === 'unconnected' ? null : (
        <Handle type="target" position={right ? Position.Left : Position.Top} isConnectable={false} />
      )}
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
      <span className="words">
        <span className="name">{name}</span>
        {detail ? <span className="detail">{detail}</span> : null}
      </span>
      {parallelism !== 1 ? (
        <span className="instances" role="img" title={instances} aria-label={instances}>
          ×{parallelism}
        </span>
      ) : null}
      {kind === 'sink' ? null : (
        <Handle type="source" position={right ? Position.Right : Position.Bottom} isConnectable={false} />
      )}
    </div>
  )
}
