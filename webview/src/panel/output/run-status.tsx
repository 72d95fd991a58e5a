import { useEffect, useState } from 'react'
import type { PanelPlace, PanelRun } from '../../shared/index.ts'

interface Props {
  readonly run: PanelRun
  /** All runs, the latest first. */
  readonly runs: readonly PanelRun[]
  readonly show: (run: number) => void
  readonly open: (place: PanelPlace) => void
  /** Absent where that is not offered. */
  readonly debug?: () => void
}

const STATES: Readonly<Record<PanelRun['state'], { readonly icon: string; readonly text: string }>> = {
  building: { icon: 'loading codicon-modifier-spin', text: 'Building' },
  // A job may run for days: nothing turns for as long.
  running: { icon: 'play-circle', text: 'Running' },
  stopping: { icon: 'loading codicon-modifier-spin', text: 'Stopping' },
  finished: { icon: 'pass', text: 'Finished' },
  stopped: { icon: 'circle-slash', text: 'Stopped' },
  cancelled: { icon: 'circle-slash', text: 'Cancelled' },
  failed: { icon: 'error', text: 'Failed' },
}

/** `word-count.flow.ts · Running · 2 threads · 3 s`, why it failed, and the other runs to choose from. */
export function RunStatus({ run, runs, show, open, debug }: Props) {
  const { id, file, state, threads, error } = run
  return (
    <div className={`status ${state}`}>
      <span className="state" role="status">
        <span className={`codicon codicon-${STATES[state].icon}`} aria-hidden="true" />
        {runs.length > 1 ? null : <span className="file">{file}</span>}
        <span className="facts">
          {STATES[state].text}
          {threads ? ` · ${threads === 1 ? '1 thread' : `${threads} threads`}` : ''}
        </span>
      </span>
      <span className="facts">
        · <Duration run={run} />
      </span>
      {runs.length > 1 ? (
        <select aria-label="Run" value={id} onChange={(event) => show(Number(event.target.value))}>
          {runs.map((other) => (
            <option key={other.id} value={other.id}>
              {`${other.file} · ${STATES[other.state].text} · ${new Date(other.startedAt).toLocaleTimeString()}`}
            </option>
          ))}
        </select>
      ) : null}
      {error ? <span className="sentence">{error.sentence}</span> : null}
      {error?.place ? (
        <button type="button" className="place" onClick={() => open(error.place!)}>
          {placeText(error.place)}
        </button>
      ) : null}
      {error?.debuggable && debug ? (
        <button type="button" className="place" onClick={debug}>
          Debug this record
        </button>
      ) : null}
    </div>
  )
}

function Duration({ run: { startedAt, endedAt } }: { readonly run: PanelRun }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (endedAt !== undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [endedAt])
  const elapsed = Math.max(0, (endedAt ?? now) - startedAt)
  return endedAt === undefined ? `${Math.floor(elapsed / 1000)} s` : `${(elapsed / 1000).toFixed(1)} s`
}

function placeText({ path, line, column }: PanelPlace): string {
  return [path.split(/[\\/]/).at(-1), line, column].filter((part) => part !== undefined).join(':')
}
