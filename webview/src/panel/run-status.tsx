import { useEffect, useState } from 'react'
import type { PanelRun } from '../shared/index.ts'

const STATES: Readonly<Record<PanelRun['state'], { readonly icon: string; readonly text: string }>> = {
  building: { icon: 'loading codicon-modifier-spin', text: 'Building' },
  running: { icon: 'loading codicon-modifier-spin', text: 'Running' },
  stopping: { icon: 'loading codicon-modifier-spin', text: 'Stopping' },
  finished: { icon: 'pass', text: 'Finished' },
  stopped: { icon: 'circle-slash', text: 'Stopped' },
  cancelled: { icon: 'circle-slash', text: 'Cancelled' },
  failed: { icon: 'error', text: 'Failed' },
}

/** `word-count.flow.ts · Running · 2 threads · 3 s` */
export function RunStatus({ run }: { readonly run: PanelRun }) {
  const { file, state, startedAt, endedAt, threads } = run
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (endedAt !== undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [endedAt])
  const elapsed = Math.max(0, (endedAt ?? now) - startedAt)
  const time = endedAt === undefined ? `${Math.floor(elapsed / 1000)} s` : `${(elapsed / 1000).toFixed(1)} s`
  return (
    <div className={`status ${state}`} role="status">
      <span className={`codicon codicon-${STATES[state].icon}`} aria-hidden="true" />
      <span className="file">{file}</span>
      <span className="facts">
        {STATES[state].text}
        {threads ? ` · ${threads === 1 ? '1 thread' : `${threads} threads`}` : ''} · {time}
      </span>
    </div>
  )
}
