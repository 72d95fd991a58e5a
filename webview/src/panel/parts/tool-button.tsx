interface Props {
  /** A codicon. */
  readonly icon: string
  readonly label: string
  /** What does the same, for the tooltip. */
  readonly keys?: string
  /** Absent: it does something once, and is not on or off. */
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}

/** A quiet button that is an icon. */
export function ToolButton({ icon, label, keys, pressed, disabled, onClick }: Props) {
  const title = keys ? `${label} (${keys})` : label
  return (
    <button
      type="button"
      className="tool-button"
      title={title}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  )
}
