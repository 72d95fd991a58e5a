import { useEffect } from 'react'
import { theHost } from '../state/session.ts'
import { setOpen } from '../state/store.ts'
import { openFind } from './find/open-find.ts'
import { tools } from './tools.ts'

/** Does what VS Code's commands ask for, and what two keys open wherever the focus is. */
export function useActs(): void {
  useEffect(
    () =>
      theHost().onMessage((message) => {
        if (message.type === 'act') tools[message.act]()
      }),
    [],
  )
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        openFind()
      } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target)) {
        setOpen({ keys: true })
      } else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}
