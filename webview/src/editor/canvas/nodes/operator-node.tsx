import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import type { DiagramNode } from '../../../shared/index.ts'
import { theHost } from '../../state/session.ts'
import { DebugMark } from '../live/debug-mark.tsx'
import { LiveBar } from '../live/live-bar.tsx'
import type { OperatorNode } from './flow-nodes.ts'
import { Marks } from './marks.tsx'
import { PortViews } from './port-views.tsx'
import { Stepper } from './stepper.tsx'
import './operator-node.css'

/** An operator, or a closed group: what it is, its name, what it does, and what is to be known of it at a glance. */
export const OperatorBox = memo(function OperatorBox({ data, selected }: NodeProps<OperatorNode>) {
  const { node, direction } = data
  const { key, shape, name, icon, summary, description } = node
  const openGroup = () => theHost().tell({ type: 'openGroup', key, open: true })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does it too
    <div
      className={`operator-node shape-${shape} ${direction}`}
      // What VS Code's menu of the diagram is about.
      data-vscode-context={JSON.stringify({ webviewSection: 'operator', key, preventDefaultContextMenuItems: true })}
      onDoubleClick={
        shape === 'group'
          ? (event) => {
              event.stopPropagation()
              openGroup()
            }
          : undefined
      }
    >
      <div className={node.problems.length > 0 ? 'operator troubled' : 'operator'} title={tooltip(node)}>
        <span className={`kind codicon codicon-${icon}`} aria-hidden="true" />
        <span className="words">
          <span className="line">
            <span className="name">{name}</span>
            <Marks node={node} />
          </span>
          {summary ? <span className={shape === 'opaque' ? 'detail reason' : 'detail'}>{summary}</span> : null}
          {description && shape !== 'group' ? <span className="description">{description}</span> : null}
        </span>
        {shape === 'group' ? (
          <button
            type="button"
            className="open-group nodrag nopan"
            title="Open the group"
            aria-label={`Open the group ${name}`}
            onClick={(event) => {
              event.stopPropagation()
              openGroup()
            }}
          >
            <span className="codicon codicon-expand-all" aria-hidden="true" />
          </button>
        ) : null}
        <LiveBar node={key} />
        <DebugMark node={key} />
      </div>
      <PortViews node={node} direction={direction} />
      {selected && mayStep(node) ? <Stepper node={node} /> : null}
    </div>
  )
})

function mayStep({ operators, parallelism, locked, shape }: DiagramNode): boolean {
  return operators.length === 1 && typeof parallelism === 'number' && locked === undefined && shape !== 'open'
}

function tooltip({ name, summary, description, locked, shape }: DiagramNode): string {
  const what = summary && shape !== 'group' ? `${name}: ${summary}` : name
  return [what, description, locked === summary ? undefined : locked].filter((line) => line !== undefined).join('\n')
}
