import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { DraftAnswer, DraftPlace, DraftQuestion, Stretch } from '../../../shared/index.ts'
import { theHost } from '../../state/session.ts'
import { nodeOf, useEditor } from '../../state/store.ts'
import type { AskTypes } from '../code/ask-types.ts'
import type { CodeEditor } from '../code/code-editor.ts'
import { type Part, partCodec } from './call-text.ts'
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
  /** The stretch of `written` that the field is of; all of it by default. */
  readonly part?: Part
}

/** TypeScript: an argument with completion, hover and errors of the language server. */
export function CodeField({ place, label, help, written, part }: Props) {
  const codec = useMemo(() => (part ? partCodec(written, part, code(part.text)) : code(written)), [written, part])
  const around = part && { before: written.slice(0, part.from), behind: written.slice(part.to) }
  const field = useField(place, written, codec)
  const readOnly = useReadOnly()
  return (
    <FieldFrame label={label} help={help} field={field}>
      {({ label: labelledBy, describedBy }) => (
        <Code
          place={place}
          around={around}
          field={field}
          readOnly={readOnly}
          labelledBy={labelledBy}
          describedBy={describedBy}
        />
      )}
    </FieldFrame>
  )
}

interface Around {
  readonly before: string
  readonly behind: string
}

interface CodeProps {
  readonly place: DraftPlace
  /** The rest of the argument. */
  readonly around: Around | undefined
  readonly field: Field
  readonly readOnly: string | undefined
  readonly labelledBy: string
  readonly describedBy: string
}

function Code({ place, around, field, readOnly, labelledBy, describedBy }: CodeProps) {
  const box = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<CodeEditor>()
  const version = useEditor(({ diagram }) => diagram?.version)
  const now = useRef({ place, around, field })
  now.current = { place, around, field }

  useEffect(() => {
    let made: CodeEditor | undefined
    let gone = false
    void import('../code/code-editor.ts').then(({ CodeEditor }) => {
      if (gone || !box.current) return
      made = new CodeEditor(box.current, {
        ...{ text: now.current.field.shown, labelledBy, describedBy, readOnly: true },
        ask: asks(() => now.current),
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
  // Before the next key comes; what was typed since is not taken back.
  useLayoutEffect(() => {
    if (shown === now.current.field.latest()) editor?.show(shown)
  }, [editor, shown])
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
function asks(now: () => { readonly place: DraftPlace; readonly around: Around | undefined }): AskTypes {
  return async (text: string, question: DraftQuestion): Promise<DraftAnswer | null> => {
    const { place, around } = now()
    const { node, part } = place
    const { diagram } = useEditor.getState()
    const [operator] = nodeOf(node)?.operators ?? []
    if (typeof part === 'string' || diagram === undefined || operator === undefined) return null
    const { argument, of } = part
    const { before, behind } = around ?? { before: '', behind: '' }
    const shift = before.length
    const asked = 'offset' in question ? { ...question, offset: question.offset + shift } : question
    const whole = `${before}${text}${behind}`
    const params = { version: diagram.version, operator, argument, text: whole, question: asked, ...(of ? { of } : {}) }
    try {
      return inside(await theHost().request('draft', params), shift)
    } catch {
      return null
    }
  }
}

/** An answer about a whole argument, as one about what stands behind its first characters. */
function inside(answer: DraftAnswer | null, shift: number): DraftAnswer | null {
  if (answer === null || shift === 0) return answer
  const back = ({ offset, length }: Stretch) => ({ offset: Math.max(0, offset - shift), length })
  const { problems, hover } = answer
  return {
    ...answer,
    ...(problems ? { problems: problems.map((problem) => ({ ...problem, range: back(problem.range) })) } : {}),
    ...(hover ? { hover: { ...hover, range: back(hover.range) } } : {}),
  }
}
