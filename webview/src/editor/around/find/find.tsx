import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { reveal } from '../../actions/viewing.ts'
import { select } from '../../state/session.ts'
import { setOpen, useEditor } from '../../state/store.ts'
import { IconButton } from '../icon-button.tsx'
import { dimAllBut } from './dim.ts'
import { matches } from './matches.ts'
import './find.css'

/** Finds boxes by name, kind and code: selects the one it is at, brings it into view, and dims the others. */
export function Find() {
  const open = useEditor((state) => state.open.find)
  return open ? <FindBar /> : null
}

function FindBar() {
  const diagram = useEditor((state) => state.diagram)!
  const [query, setQuery] = useState('')
  const [at, setAt] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const before = useRef(document.activeElement)
  const found = useMemo(() => matches(diagram, query), [diagram, query])
  const searching = query.trim() !== ''
  const index = at === undefined ? -1 : found.indexOf(at)

  useEffect(() => input.current?.focus(), [])
  useEffect(() => (searching ? dimAllBut(found) : undefined), [searching, found])

  const goTo = (key: string | undefined) => {
    setAt(key)
    if (key === undefined) return
    select([key])
    void reveal([key])
  }
  const search = (text: string) => {
    setQuery(text)
    const now = matches(diagram, text)
    // While a word is being written, one stays where it still fits.
    goTo(at !== undefined && now.includes(at) ? at : now[0])
  }
  const step = (by: number) => goTo(found.at((Math.max(index, by < 0 ? 0 : -1) + by) % found.length))
  const close = () => {
    setOpen({ find: false })
    const back = before.current
    if (back instanceof HTMLElement && back.isConnected) back.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if ((event.key === 'Enter' && event.target === input.current) || event.key === 'F3') {
      step(event.shiftKey ? -1 : 1)
    } else if (event.key !== 'Tab' && !(event.ctrlKey || event.metaKey)) {
      event.stopPropagation()
      return
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  const none = searching && found.length === 0
  const count = !searching ? '' : none ? 'No results' : `${index < 0 ? '?' : index + 1} of ${found.length}`
  return (
    <search className={none ? 'find none' : 'find'} onKeyDown={onKeyDown}>
      <input
        ref={input}
        value={query}
        placeholder="Name, kind or code"
        aria-label="Find operators by name, kind or code"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => search(event.target.value)}
      />
      <span className="count" role="status">
        {count}
      </span>
      <IconButton
        icon="arrow-up"
        label="Previous"
        keys="Shift+Enter"
        disabled={found.length === 0}
        onClick={() => step(-1)}
      />
      <IconButton icon="arrow-down" label="Next" keys="Enter" disabled={found.length === 0} onClick={() => step(1)} />
      <IconButton icon="close" label="Close find" keys="Escape" onClick={close} />
    </search>
  )
}
