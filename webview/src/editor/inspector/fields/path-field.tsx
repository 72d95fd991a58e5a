import type { DraftPlace } from '../../../shared/index.ts'
import { theHost } from '../../state/session.ts'
import { say } from '../../state/store.ts'
import { type Part, withPart } from './call-text.ts'
import { type Codec, quotedText } from './codecs.ts'
import { LineField } from './line-field.tsx'
import type { Field } from './use-field.ts'

interface Props {
  readonly place: DraftPlace
  readonly label: string
  readonly help?: string | undefined
  /** The whole argument. */
  readonly written: string
  /** Where in it the path is; it is the path itself by default. */
  readonly part?: Part
}

/** A path in quotes, with a button that lets a person choose the file. */
export function PathField({ place, label, help, written, part }: Props) {
  const path = part ?? { text: written, from: 0, to: written.length }
  const quoted = quotedText(path.text)
  const codec: Codec = {
    show: () => quoted.show(path.text),
    write: (shown) => {
      const made = quoted.write(shown)
      if ('problem' in made) return made
      return made.written === ''
        ? { problem: 'A path must not be empty.' }
        : { written: withPart(written, path, made.written) }
    },
  }
  const choose = async (field: Field) => {
    try {
      const chosen = await theHost().request('pickFile', { current: field.shown })
      if (chosen === null) return
      field.change(chosen)
      await field.apply()
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), 'warning')
    }
  }
  return (
    <LineField
      {...{ place, label, help, written, codec }}
      actions={(field, readOnly) => (
        <button
          type="button"
          className="tool"
          title="Choose a file"
          aria-label={`${label}: choose a file`}
          disabled={readOnly}
          onClick={() => void choose(field)}
        >
          <span className="codicon codicon-folder-opened" aria-hidden="true" />
        </button>
      )}
    />
  )
}
