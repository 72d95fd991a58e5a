import { useEffect } from 'react'
import { theHost } from '../state/session.ts'
import { setOpen } from '../state/store.ts'
import { openFind } from './find/open-find.ts'
import { acts } from './tools.ts'

/** Does what commands of VS Code ask for, and has the two keys that open something work everywhere in the page. */
export function useActs(): void {
  useEffect(
    () =>
      theHost().onMessage((message) => {
        if (message.type === 'act' && message.act in acts) acts[message.act as keyof typeof acts]()
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
