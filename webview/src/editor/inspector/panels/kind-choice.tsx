import { useEffect, useId, useState } from 'react'
import type { DiagramNode } from '../../../shared/index.ts'
import { NewErrors } from '../../around/new-errors.tsx'
import { edit, theHost } from '../../state/session.ts'
import { say, useEditor } from '../../state/store.ts'
import { useReadOnly } from '../fields/read-only.ts'

interface Asked {
  readonly method: string
  readonly errors: readonly string[]
}

/** Another method in the place of an operator's own. What type errors that would cause is shown before it is done. */
export function KindChoice({ node }: { readonly node: DiagramNode }) {
  const id = useId()
  const [asked, setAsked] = useState<Asked>()
  const readOnly = useReadOnly()
  const { key, method, alternatives = [] } = node
  useEffect(() => setAsked(undefined), [key, method])
  if (alternatives.length < 2) return null
  const command = (to: string) => ({ command: 'changeMethod', operator: node.operators[0], method: to }) as const
  const choose = async (to: string) => {
    const version = useEditor.getState().diagram!.version
    try {
      const outcome = await theHost().request('preview', { version, command: command(to) })
      if ('refused' in outcome) say(outcome.refused, 'warning')
      else if (outcome.newErrors.length > 0) setAsked({ method: to, errors: outcome.newErrors })
      else await edit(command(to))
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), 'warning')
    }
  }
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>Operation</label>
      </div>
      <select
        id={id}
        className="input"
        value={asked?.method ?? method}
        disabled={readOnly !== undefined}
        title={readOnly}
        onChange={(event) => void choose(event.target.value)}
      >
        {alternatives.map((other) => (
          <option key={other.method} value={other.method} title={other.help}>
            {other.method}
          </option>
        ))}
      </select>
      {asked ? (
        <div className="asked" role="alert">
          <NewErrors errors={asked.errors} />
          <div className="buttons">
            <button
              type="button"
              className="button"
              onClick={() => {
                setAsked(undefined)
                void edit(command(asked.method))
              }}
            >
              Change to {asked.method}
            </button>
            <button type="button" className="button secondary" onClick={() => setAsked(undefined)}>
              Keep {method}
            </button>
          </div>
        </div>
      ) : null}
    </div>
  )
}
