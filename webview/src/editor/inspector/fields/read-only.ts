import { createContext, useContext } from 'react'
import { useEditor } from '../../state/store.ts'

/** Why what is selected cannot be edited here, besides what holds for the whole diagram. */
export const Locked = createContext<string | undefined>(undefined)

/** Why fields cannot be written in; undefined when they can. */
export function useReadOnly(): string | undefined {
  const locked = useContext(Locked)
  const reason = useEditor(({ diagram }) => diagram?.readOnly?.reason)
  const stale = useEditor(({ diagram }) => diagram?.stale !== undefined)
  return reason ?? (stale ? 'The text has a syntax error: correct it first.' : locked)
}
