import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import './menu.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon: string
  readonly checked?: boolean
  readonly run: () => void
}

interface Props {
  readonly icon: string
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly tabIndex?: number
}

/** A button with a menu below it: arrows choose, Escape leaves it. */
export function MenuButton({ icon, label, entries, tabIndex }: Props) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const items = () => [...(root.current?.querySelectorAll<HTMLButtonElement>('.menu button') ?? [])]

  useEffect(() => {
    if (!open) return
    items()[0]?.focus()
    const leave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    window.addEventListener('pointerdown', leave, true)
    window.addEventListener('focusin', leave)
    return () => {
      window.removeEventListener('pointerdown', leave, true)
      window.removeEventListener('focusin', leave)
    }
  })

  // Below the button, and inside of the page however narrow that is.
  useLayoutEffect(() => {
    const menu = root.current?.querySelector<HTMLElement>('.menu')
    if (!menu || !root.current) return
    const { right, bottom } = root.current.getBoundingClientRect()
    const most = document.documentElement.clientWidth - menu.offsetWidth - 4
    menu.style.left = `${Math.max(4, Math.min(right - menu.offsetWidth, most))}px`
    menu.style.top = `${bottom + 4}px`
  })

  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLButtonElement>('.icon-button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to !== undefined) all.at(to % all.length)?.focus()
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpen(false)
    if (to !== undefined || event.key === 'Escape') event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="menu-button" ref={root}>
      <IconButton
        icon={icon}
        label={label}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {entries.map(({ id, label: text, icon: own, checked, run }) => (
            <button
              key={id}
              type="button"
              {...(checked === undefined
                ? { role: 'menuitem' }
                : { role: 'menuitemcheckbox', 'aria-checked': checked })}
              tabIndex={-1}
              onClick={() => {
                close()
                run()
              }}
            >
              <span className={`codicon codicon-${checked ? 'check' : own}`} aria-hidden="true" />
              {text}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
