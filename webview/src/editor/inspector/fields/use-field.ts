import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import { type DraftPlace, draftCommand, type Edited, ENVIRONMENT } from '../../../shared/index.ts'
import { draftKey, keepDraft, sayErrors, sentence, theHost } from '../../state/session.ts'
import { edgeOf, nodeOf, useEditor } from '../../state/store.ts'
import { AS_WRITTEN, type Codec } from './codecs.ts'

interface Applied {
  readonly shown: string
  readonly written: string
  /** The versions whose diagrams do not have it yet: from that which was there to that which was changed. */
  readonly from: number
  readonly to: number
}

/** What is known of fields besides their drafts, by `draftKey`. */
interface FieldStates {
  /** Why a draft was not applied. */
  readonly problems: Readonly<Record<string, string | undefined>>
  /** What the text said when somebody began to write. */
  readonly bases: Readonly<Record<string, string | undefined>>
  /** What was applied, until a diagram comes that has it. */
  readonly applied: Readonly<Record<string, Applied | undefined>>
}

const useStates = create<FieldStates>(() => ({ problems: {}, bases: {}, applied: {} }))

function note<Name extends keyof FieldStates>(name: Name, key: string, value: FieldStates[Name][string]): void {
  useStates.setState((states) => ({ [name]: { ...states[name], [key]: value } }))
}

export interface Field {
  /** What stands in the field. */
  readonly shown: string
  /** What stands in it at this moment, also while it is being drawn with what was typed before. */
  readonly latest: () => string
  /** It is not in the text yet. */
  readonly isDraft: boolean
  readonly problem: string | undefined
  /** The text says something else than when somebody began to write. */
  readonly textMoved: boolean
  readonly change: (shown: string) => void
  /** Writes the draft into the text. What is not taken stays, with the reason. */
  readonly apply: () => Promise<boolean>
  readonly giveUp: () => void
}

/**
 * One field of the inspector: follows the text as long as nobody writes in it. What is written is a draft, which the host
 * keeps, until it is applied or given up.
 *
 * @param written what the text of the job says
 */
export function useField(place: DraftPlace, written: string, codec: Codec = AS_WRITTEN): Field {
  const key = draftKey(place)
  const draft = useEditor(({ drafts }) => drafts.get(key))
  const version = useEditor(({ diagram }) => diagram?.version)
  const problem = useStates(({ problems }) => problems[key])
  const base = useStates(({ bases }) => bases[key])
  const applied = useStates(({ applied }) => applied[key])
  const touched = useRef(false)

  const apply = async () => {
    touched.current = false
    return applyDraft(place, codec)
  }
  const latest = useRef(apply)
  latest.current = apply

  // A field that goes while somebody writes in it gets no blur.
  useEffect(() => () => void (touched.current && latest.current()), [])
  // The text may be ahead of the diagram.
  const isAhead = applied && version !== undefined && applied.from <= version && version <= applied.to
  const { shown: now, written: said } = isAhead ? applied : { shown: codec.show(written) ?? written, written }
  // A save has applied it, or somebody has written the same into the text.
  const isSaid = draft !== undefined && draft.written === said
  useEffect(() => {
    if (isSaid) forget(place)
  })

  return {
    shown: draft?.text ?? now,
    latest: () => useEditor.getState().drafts.get(key)?.text ?? now,
    isDraft: draft !== undefined && !isSaid,
    problem,
    textMoved: draft !== undefined && base !== undefined && base !== said,
    change(shown) {
      touched.current = true
      note('problems', key, undefined)
      if (shown === now) {
        forget(place)
        return
      }
      if (draft === undefined) note('bases', key, said)
      const made = codec.write(shown)
      keepDraft(place, shown, 'written' in made ? made.written : null)
    },
    apply,
    giveUp() {
      touched.current = false
      forget(place)
    },
  }
}

const applying = new Set<string>()

async function applyDraft(place: DraftPlace, codec: Codec): Promise<boolean> {
  const key = draftKey(place)
  const { drafts, diagram } = useEditor.getState()
  const draft = drafts.get(key)
  if (draft === undefined || applying.has(key)) return true
  const made = codec.write(draft.text)
  const target = targetOf(place)
  const refuse = (problem: string) => {
    note('problems', key, problem)
    return false
  }
  if ('problem' in made) return refuse(made.problem)
  if (target === undefined || diagram === undefined) return refuse('What this is of is not in the diagram any more.')
  if (diagram.stale) return refuse('The text has a syntax error: correct it first.')
  applying.add(key)
  let outcome: Edited
  try {
    const { version } = diagram
    const answer = await theHost().request('edit', { version, command: draftCommand(place, made.written, target) })
    if ('refused' in answer) return refuse(sentence(answer.refused))
    outcome = answer
    note('applied', key, { shown: draft.text, written: made.written, from: version, to: outcome.edited })
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  } finally {
    applying.delete(key)
  }
  // What was typed meanwhile is the next draft.
  if (useEditor.getState().drafts.get(key)?.text === draft.text) forget(place)
  sayErrors(outcome.newErrors)
  return true
}

function forget(place: DraftPlace): void {
  const key = draftKey(place)
  note('problems', key, undefined)
  note('bases', key, undefined)
  if (useEditor.getState().drafts.has(key)) keepDraft(place, undefined)
}

function targetOf({ node }: DraftPlace): number | undefined {
  if (node.startsWith(ENVIRONMENT)) return Number(node.slice(ENVIRONMENT.length))
  return nodeOf(node)?.operators[0] ?? edgeOf(node)?.edge
}
