import { useId } from 'react'
import type { DiagramEdge } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { useEditor } from '../../state/store.ts'
import { CodeField } from '../fields/code-field.tsx'
import { useReadOnly } from '../fields/read-only.ts'
import { RecordTypes } from './record-types.tsx'

/** How records reach the next operator. */
export function EdgePanel({ edge }: { readonly edge: DiagramEdge }) {
  const id = useId()
  const nodes = useEditor(({ diagram }) => diagram?.nodes)
  const palette = useEditor(({ palette }) => palette)
  const readOnly = useReadOnly()
  const nameOf = (key: string) => nodes?.find((node) => node.key === key)?.name ?? key
  const strategies = palette.filter(({ group }) => group === 'strategy')
  const chosen = edge.written ? strategies.find(({ strategy }) => strategy === edge.strategy) : undefined
  const otherwise = edge.written || edge.strategy === 'default' ? '' : ` (${edge.strategy})`
  const choose = (method: string) => {
    const entry = strategies.find((strategy) => strategy.method === method)
    const argument = method === 'partition' ? (entry?.arguments?.[0] ?? FIRST_FUNCTION) : undefined
    void edit({
      command: 'setStrategy',
      edge: edge.edge,
      method: method === '' ? null : method,
      ...(argument === undefined ? {} : { argument }),
    })
  }
  return (
    <>
      <div className="panel-head">
        <span className="codicon codicon-arrow-right" aria-hidden="true" />
        <h2>
          {nameOf(edge.source)} → {nameOf(edge.target)}
        </h2>
      </div>
      {edge.output === 'main' ? null : <p className="note">Side output {edge.output}</p>}
      <div className="field">
        <div className="field-head">
          <label htmlFor={id}>Partition strategy</label>
        </div>
        <select
          id={id}
          className="input"
          value={chosen?.method ?? ''}
          disabled={readOnly !== undefined}
          title={readOnly}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">Default{otherwise}</option>
          {strategies.map(({ method, title }) => (
            <option key={method} value={method}>
              {title}
            </option>
          ))}
        </select>
        <p className="help">{chosen?.help ?? 'Nobody has written one: it follows from what the edge joins.'}</p>
      </div>
      {edge.argument === undefined ? null : (
        <CodeField
          place={{ node: edge.key, part: 'strategy' }}
          label="Function"
          help="The index of an instance, or several"
          written={edge.argument}
        />
      )}
      <RecordTypes rows={[['Records', edge.type]]} />
    </>
  )
}

/** As the catalogue has it for a new one. */
const FIRST_FUNCTION = '(_record, channels) => channels - 1'
