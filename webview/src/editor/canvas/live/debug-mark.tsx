import { useEditor } from '../../state/store.ts'
import './debug-mark.css'

/** At the corner of a box: that a breakpoint is in its function, and that a thread stands still there. */
export function DebugMark({ node }: { readonly node: string }) {
  const breakpoint = useEditor(({ debugging }) => debugging?.breakpoints[node])
  const stopped = useEditor(({ debugging }) => debugging?.stopped.includes(node) ?? false)
  if (!breakpoint && !stopped) return null
  const text = stopped ? 'A thread is stopped here' : breakpoint === 'enabled' ? 'Breakpoint' : 'Disabled breakpoint'
  const icon = stopped ? 'debug-stackframe' : 'debug-breakpoint'
  return (
    <span
      className={`debug-mark codicon codicon-${icon} ${stopped ? 'stopped' : breakpoint}`}
      role="img"
      title={text}
      aria-label={text}
    />
  )
}
