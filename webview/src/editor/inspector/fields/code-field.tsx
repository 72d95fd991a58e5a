import { useEffect, useMemo, useRef, useState } from 'react'
import type { DraftAnswer, DraftPlace, DraftQuestion } from '../../../shared/index.ts'
import { theHost } from '../../state/session.ts'
import { nodeOf, useEditor } from '../../state/store.ts'
import type { AskTypes } from '../code/ask-types.ts'
import type { CodeEditor } from '../code/code-editor.ts'
import { code } from './codecs.ts'
import { FieldFrame } from './field-frame.tsx'
import { leaveOrGiveUp } from './field-keys.ts'
import { useReadOnly } from './read-only.ts'
import { type Field, useField } from './use-field.ts'

interface Props {
  readonly place: DraftPlace
  readonly label: string
  readonly help?: string | undefined
  readonly written: string
}

/** TypeScript: an argument with completion, hover and errors of the language server. */
export function CodeField({ place, label, help, written }: Props) {
  const codec = useMemo(() => code(written), [written])
  const field = useField(place, written, codec)
  const readOnly = useReadOnly()
  return (
    <FieldFrame label={label} help={help} field={field}>
      {({ label: labelledBy, describedBy }) => (
        <Code place={place} field={field} readOnly={readOnly} labelledBy={labelledBy} describedBy={describedBy} />
      )}
    </FieldFrame>
  )
}

interface CodeProps {
  readonly place: DraftPlace
  readonly field: Field
  readonly readOnly: string | undefined
  readonly labelledBy: string
  readonly describedBy: string
}

function Code({ place, field, readOnly, labelledBy, describedBy }: CodeProps) {
  const box = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<CodeEditor>()
  const version = useEditor(({ diagram }) => diagram?.version)
  const now = useRef({ place, field })
  now.current = { place, field }

  useEffect(() => {
    let made: CodeEditor | undefined
    let gone = false
    void import('../code/code-editor.ts').then(({ CodeEditor }) => {
      if (gone || !box.current) return
      made = new CodeEditor(box.current, {
        ...{ text: now.current.field.shown, labelledBy, describedBy, readOnly: true },
        ask: asks(() => now.current.place),
        changed: (text) => now.current.field.change(text),
        apply: () => void now.current.field.apply(),
        giveUp: () => leaveOrGiveUp(now.current.field),
        isDraft: () => now.current.field.isDraft,
        left: () => void now.current.field.apply(),
      })
      setEditor(made)
    })
    return () => {
      gone = true
      made?.destroy()
    }
  }, [labelledBy, describedBy])

  const { shown } = field
  useEffect(() => editor?.show(shown), [editor, shown])
  useEffect(() => editor?.setReadOnly(readOnly !== undefined), [editor, readOnly])
  useEffect(() => editor?.checkAgain(), [editor, version])

  return (
    <div className="code" title={readOnly}>
      <div ref={box} />
      {editor ? null : <pre className="code-coming">{shown}</pre>}
    </div>
  )
}

/** Questions about an argument of an operator. Of other code the checker is not asked. */
function asks(placeNow: () => DraftPlace): AskTypes {
  return async (text: string, question: DraftQuestion): Promise<DraftAnswer | null> => {
    const { node, part } = placeNow()
    const { diagram } = useEditor.getState()
    const [operator] = nodeOf(node)?.operators ?? []
    if (typeof part === 'string' || diagram === undefined || operator === undefined) return null
    const { argument, of } = part
    const asked = { version: diagram.version, operator, argument, text, question, ...(of ? { of } : {}) }
    return theHost()
      .request('draft', asked)
      .catch(() => null)
  }
}
