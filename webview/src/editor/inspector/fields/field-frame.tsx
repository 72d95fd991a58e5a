import { type ReactNode, useId } from 'react'
import type { Field } from './use-field.ts'

interface Props {
  readonly label: string
  readonly help?: string | undefined
  readonly field?: Field
  /** Beside the label. */
  readonly aside?: ReactNode
  /** @param ids of what labels and describes the control */
  readonly children: (ids: { readonly id: string; readonly label: string; readonly describedBy: string }) => ReactNode
}

/** What is around every field: its label, that it is not saved, what is wrong with it. */
export function FieldFrame({ label, help, field, aside, children }: Props) {
  const id = useId()
  const { isDraft = false, problem, textMoved = false } = field ?? {}
  return (
    <div className={`field${isDraft ? ' draft' : ''}${problem ? ' refused' : ''}`}>
      <div className="field-head">
        <label htmlFor={id} id={`${id}-label`} title={help}>
          {label}
        </label>
        {isDraft ? (
          <span className="unsaved" title="Not in the text yet: Enter applies it, Escape gives it up">
            not applied
          </span>
        ) : null}
        {aside}
      </div>
      {children({ id, label: `${id}-label`, describedBy: `${id}-note` })}
      <div id={`${id}-note`}>
        {problem ? (
          <p className="problem" role="alert">
            <span className="codicon codicon-error" aria-hidden="true" /> {problem}
          </p>
        ) : null}
        {textMoved ? (
          <p className="moved" role="status">
            The text has changed below this draft.{' '}
            <button type="button" className="link" onClick={field?.giveUp}>
              Take the text's
            </button>
          </p>
        ) : null}
      </div>
    </div>
  )
}
