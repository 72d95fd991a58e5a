import type { KeyboardEvent } from 'react'
import { useEditor } from '../../state/store.ts'
import type { Field } from './use-field.ts'

/** What keys do in a field: Enter applies (with Ctrl where there are several lines), Escape gives up, then leaves. */
export function fieldKeys(field: Field, lines: 'one' | 'many') {
  return (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (lines === 'one' || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      event.stopPropagation()
      void field.apply()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      leaveOrGiveUp(field)
    } else if (isUndo(event) && field.isDraft) {
      // The draft's own undo; VS Code would undo the text below it.
      event.stopPropagation()
    }
  }
}

export function leaveOrGiveUp({ isDraft, giveUp }: Pick<Field, 'isDraft' | 'giveUp'>): void {
  if (isDraft) giveUp()
  else focusCanvas()
}

export function isUndo({ key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): boolean {
  return (ctrlKey || metaKey) && /^[zy]$/i.test(key)
}

/** Back to the box that the fields are of. */
export function focusCanvas(): void {
  const [key] = useEditor.getState().selection
  const box =
    key === undefined ? null : document.querySelector<HTMLElement>(`.react-flow [data-id="${CSS.escape(key)}"]`)
  const target = box ?? document.querySelector<HTMLElement>('.react-flow')
  target?.focus()
  if (target === null) (document.activeElement as HTMLElement | null)?.blur()
}
