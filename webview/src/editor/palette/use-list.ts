import { type KeyboardEvent, useEffect, useState } from 'react'

/** The keyboard of a list below a field: arrows, Home and End choose, Enter takes. */
export function useList(length: number, listId: string, take: (index: number) => void) {
  const [index, setIndex] = useState(0)
  const active = Math.min(index, length - 1)
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: (active + 1) % length,
      ArrowUp: (active - 1 + length) % length,
      PageDown: Math.min(active + 8, length - 1),
      PageUp: Math.max(active - 8, 0),
    }[event.key]
    if (to !== undefined && length > 0) setIndex(to)
    else if (event.key === 'Enter' && length > 0) take(active)
    else return
    event.preventDefault()
  }
  return { active, setIndex, onKeyDown }
}
