import type { DraftPlace } from '../../../shared/index.ts'
import { FieldFrame } from '../fields/field-frame.tsx'
import { fieldKeys } from '../fields/field-keys.ts'
import { useReadOnly } from '../fields/read-only.ts'
import { useField } from '../fields/use-field.ts'

interface Props {
  readonly place: DraftPlace
  readonly label?: string
  /** As it is written; empty where it comes from elsewhere. */
  readonly written: string
  /** What holds where nothing is written. */
  readonly otherwise: number | string
  readonly set: (parallelism: number | null) => void
}

/** A number of instances: by steps, or as an expression. */
export function Parallelism({ place, label = 'Parallelism', written, otherwise, set }: Props) {
  const field = useField(place, written)
  const readOnly = useReadOnly() !== undefined
  const number = Number(written === '' ? otherwise : written)
  const isNumber = Number.isInteger(number) && !field.isDraft
  const step = (title: string, icon: string, to: number | null, can: boolean) => (
    <button
      type="button"
      className="tool"
      title={title}
      aria-label={`${label}: ${title}`}
      disabled={readOnly || !can}
      onClick={() => set(to)}
    >
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  )
  return (
    <FieldFrame label={label} help="How many instances run at once: a number, or an expression" field={field}>
      {({ id, describedBy }) => (
        <div className="input-row">
          {step('One less', 'remove', number - 1, isNumber && number > 1)}
          <input
            id={id}
            className="input count"
            value={field.shown}
            placeholder={String(otherwise)}
            readOnly={readOnly}
            aria-describedby={describedBy}
            aria-invalid={field.problem !== undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => field.change(event.target.value)}
            onBlur={() => void field.apply()}
            onKeyDown={fieldKeys(field, 'one')}
          />
          {step('One more', 'add', number + 1, isNumber)}
          {written === '' ? null : step('As everywhere else', 'discard', null, true)}
        </div>
      )}
    </FieldFrame>
  )
}
