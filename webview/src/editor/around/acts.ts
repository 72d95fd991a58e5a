import { useEffect } from 'react'
import { theHost } from '../state/session.ts'
import { setOpen } from '../state/store.ts'
import { openFind } from './find/open-find.ts'
import { tools } from './tools.ts'
import { useView } from './view.ts'

/** Does what VS Code asks for (its commands; to bring into view what was selected elsewhere), and the two keys that open something around the canvas. */
export function useActs(): void {
  const view = useView()
  useEffect(() => {
    const all = tools(view)
    return theHost().onMessage((message) => {
      if (message.type === 'act') all[message.act]()
      else if (message.type === 'select' && message.reveal && message.keys.length > 0) view.reveal(message.keys[0])
    })
  }, [view])
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
