import { useEffect, useState } from 'react'
import type { RecordsMessage, RecordsPreview } from '../../shared/index.ts'
import type { RecordsReader } from './records-reader.ts'

/** What a preview is of, how it goes, and the edges that it has found records on. */
export function PreviewStatus({ reader, told }: { readonly reader: RecordsReader; readonly told: RecordsMessage }) {
  const preview = told.preview!
  const { state, operator, records, changed, error, output } = preview
  const runs = state === 'running'
  return (
    <div className={`status ${state}`}>
      <span className="state" role="status">
        <span className={`codicon codicon-${ICONS[state]}`} aria-hidden="true" />
        <span>
          Preview of the first {records.toLocaleString('en')} records of each source
          {operator === undefined ? '' : `, up to ${operator}`}
        </span>
      </span>
      {runs ? <Elapsed since={preview.startedAt} /> : null}
      {SAYS[state] ? <span className="facts">{SAYS[state]}</span> : null}
      {changed ? <span className="facts changed">The text has changed since.</span> : null}
      {error ? (
        <span className="sentence">
          {error.sentence}
          {error.record === undefined ? null : (
            <>
              {' '}
              · record <code>{error.record}</code>
            </>
          )}
        </span>
      ) : null}
      {error?.place ? (
        <button type="button" className="place" onClick={() => reader.post({ type: 'open', place: error.place! })}>
          {error.place.path.split(/[\\/]/).at(-1)}:{error.place.line}:{error.place.column}
        </button>
      ) : null}
      <button
        type="button"
        className={changed && !runs ? 'button primary' : 'button'}
        onClick={() => reader.post({ type: runs ? 'cancelPreview' : 'previewAgain' })}
      >
        {runs ? 'Cancel' : 'Run again'}
      </button>
      {output.length > 0 ? (
        <details>
          <summary>{output.length === 1 ? '1 line' : `${output.length.toLocaleString('en')} lines`} printed</summary>
          <textarea aria-label="Printed lines" readOnly rows={Math.min(6, output.length)} value={output.join('\n')} />
        </details>
      ) : null}
    </div>
  )
}

/** The edges in their order, each with how many records went along it. */
export function PreviewedEdges({ reader, told }: { readonly reader: RecordsReader; readonly told: RecordsMessage }) {
  return (
    <ul className="steps" aria-label="Edges">
      {told.edges.map(({ id, label, numRecords = 0, strategy }) => (
        <li key={id}>
          <button
            type="button"
            aria-pressed={id === told.edge}
            title={strategy}
            onClick={() => reader.post({ type: 'edge', edge: id })}
          >
            <span className="label">{label}</span>
            <span className="count">{numRecords.toLocaleString('en')}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const ICONS: Readonly<Record<RecordsPreview['state'], string>> = {
  running: 'loading codicon-modifier-spin',
  complete: 'eye',
  time: 'watch',
  failed: 'error',
  cancelled: 'circle-slash',
}

const SAYS: Partial<Readonly<Record<RecordsPreview['state'], string>>> = {
  time: 'The time was over before all was there.',
  cancelled: 'Cancelled.',
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="facts">{Math.max(0, Math.floor((now - since) / 1000))} s</span>
}
