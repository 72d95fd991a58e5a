import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { ToolButton } from '../parts/tool-button.tsx'
import type { OutputReader } from './output-reader.ts'

interface Props {
  readonly reader: OutputReader
  readonly close: () => void
}

/** Searches in the rows that the filter lets through. */
export function FindBar({ reader, close }: Props) {
  const { find = '', told, current } = useStore(reader.store)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === input.current) reader.next(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
  }
  const { count = 0, problem } = find === '' ? {} : (told?.found ?? {})
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element `search` is not known everywhere yet
    <div className="find" role="search" onKeyDown={onKeyDown}>
      <input
        ref={input}
        type="text"
        aria-label="Find"
        placeholder="Find: text or /expression/"
        spellCheck={false}
        value={find}
        aria-invalid={problem !== undefined}
        onChange={(event) => reader.find(event.target.value)}
      />
      <span className={problem ? 'counts problem' : 'counts'} role="status">
        {problem ?? (find === '' ? '' : countText(current?.nth, count))}
      </span>
      <span className="buttons">
        <ToolButton icon="arrow-up" label="Previous" keys="Shift+Enter" onClick={() => reader.next(-1)} />
        <ToolButton icon="arrow-down" label="Next" keys="Enter" onClick={() => reader.next(1)} />
        <ToolButton icon="close" label="Close" keys="Escape" onClick={close} />
      </span>
    </div>
  )
}

/** `3 of 17 lines` */
function countText(nth: number | undefined, count: number): string {
  if (count === 0) return 'Not found'
  const lines = `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`
  return nth === undefined || nth > count ? lines : `${nth.toLocaleString('en')} of ${lines}`
}
