import { useId } from 'react'
import type { DiagramNode } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { useReadOnly } from '../fields/read-only.ts'

/** What happens to a record on which the operator's function throws. A side output is written in the text. */
export function ErrorChoice({ node: { onError, operators } }: { readonly node: DiagramNode }) {
  const id = useId()
  const readOnly = useReadOnly()
  if (onError === undefined) return null
  const choose = (policy: string) =>
    void edit({ command: 'setOnError', operator: operators[0], policy: policy === 'skip' ? 'skip' : null })
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>When it throws</label>
      </div>
      <select
        id={id}
        className="input"
        value={onError}
        disabled={readOnly !== undefined}
        title={readOnly}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="fail">The job fails</option>
        <option value="skip">The record is skipped, and counted</option>
        {onError === 'sideOutput' ? <option value="sideOutput">The record goes to a side output</option> : null}
      </select>
    </div>
  )
}
