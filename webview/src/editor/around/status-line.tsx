import { useEffect, useRef } from 'react'
import { useEditor } from '../state/store.ts'
import './status-line.css'

/** How long a sentence stays, milliseconds. */
const STAYS = { info: 5_000, warning: 8_000 } as const

const sum = (numbers: readonly number[] = []) => numbers.reduce((total, number) => total + number, 0)

/** One quiet line below the canvas: what was done or refused, and how much there is. Screen readers say what is new. */
export function StatusLine() {
  const message = useEditor((state) => state.message)
  const count = useEditor(({ diagram }) => sum(diagram?.environments.map(({ operators }) => operators)))
  const selected = useEditor(({ selection }) => selection.size)
  const pointed = useRef(false)

  useEffect(() => {
    if (message === undefined) return
    const forget = () => {
      // Somebody reads it: it stays until the pointer is gone.
      if (pointed.current) timer = setTimeout(forget, STAYS.info)
      else useEditor.setState((state) => (state.message === message ? { message: undefined } : state))
    }
    let timer = setTimeout(forget, STAYS[message.tone])
    return () => clearTimeout(timer)
  }, [message])

  return (
    <div className="status-line">
      <div
        className="message"
        role="status"
        aria-live="polite"
        onPointerEnter={() => {
          pointed.current = true
        }}
        onPointerLeave={() => {
          pointed.current = false
        }}
      >
        {message ? (
          <span key={message.number} className={message.tone} title={message.text}>
            {message.tone === 'warning' ? <span className="codicon codicon-warning" aria-hidden="true" /> : null}
            {message.text}
          </span>
        ) : null}
      </div>
      <span className="count">
        {selected > 0 ? `${selected} selected` : count === 1 ? '1 operator' : `${count} operators`}
      </span>
    </div>
  )
}
