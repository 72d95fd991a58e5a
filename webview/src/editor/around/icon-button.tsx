import type { ButtonHTMLAttributes } from 'react'
import './icon-button.css'

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'title'> {
  /** A codicon. */
  readonly icon: string
  readonly label: string
  /** What does the same, for the tooltip. */
  readonly keys?: string
  /** Absent: it does something once, and is not on or off. */
  readonly pressed?: boolean
}

/** A quiet button that is an icon. */
export function IconButton({ icon, label, keys, pressed, className, ...rest }: Props) {
  return (
    <button
      {...rest}
      type="button"
      className={`icon-button${className ? ` ${className}` : ''}`}
      title={keys ? `${label} (${keys})` : label}
      aria-label={label}
      aria-pressed={pressed}
    >
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  )
}
