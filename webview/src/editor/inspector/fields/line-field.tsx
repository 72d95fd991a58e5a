import type { ReactNode } from 'react'
import type { DraftPlace } from '../../../shared/index.ts'
import { AS_WRITTEN, type Codec } from './codecs.ts'
import { FieldFrame } from './field-frame.tsx'
import { fieldKeys } from './field-keys.ts'
import { useReadOnly } from './read-only.ts'
import { type Field, useField } from './use-field.ts'

interface Props {
  readonly place: DraftPlace
  readonly label: string
  readonly help?: string | undefined
  readonly written: string
  readonly codec?: Codec
  /** What holds where nothing is written. */
  readonly placeholder?: string | undefined
  readonly lines?: 'one' | 'many'
  readonly mono?: boolean
  /** Beside the input. */
  readonly actions?: (field: Field, readOnly: boolean) => ReactNode
}

/** A field of plain text: a name, a number, a length of time, a quoted text, a description. */
export function LineField({ place, label, help, written, codec = AS_WRITTEN, lines = 'one', ...more }: Props) {
  const { placeholder, mono, actions } = more
  const field = useField(place, written, codec)
  const readOnly = useReadOnly()
  return (
    <FieldFrame label={label} help={help} field={field}>
      {({ id, describedBy }) => {
        const shared = {
          id,
          placeholder,
          value: field.shown,
          title: readOnly ?? help,
          readOnly: readOnly !== undefined,
          'aria-describedby': describedBy,
          'aria-invalid': field.problem !== undefined,
          spellCheck: false,
          autoComplete: 'off',
          onBlur: () => void field.apply(),
          onKeyDown: fieldKeys(field, lines),
          onChange: (event: { readonly target: { readonly value: string } }) => field.change(event.target.value),
        }
        const input =
          lines === 'many' ? (
            <textarea {...shared} className="input" rows={Math.min(8, field.shown.split('\n').length + 1)} />
          ) : (
            <input {...shared} className={`input${mono ? ' mono' : ''}`} />
          )
        return actions ? (
          <div className="input-row">
            {input}
            {actions(field, readOnly !== undefined)}
          </div>
        ) : (
          input
        )
      }}
    </FieldFrame>
  )
}
