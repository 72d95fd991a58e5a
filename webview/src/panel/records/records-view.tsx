import { useStore } from 'zustand'
import type { RecordsMessage } from '../../shared/index.ts'
import { KeyState } from './key-state.tsx'
import { PreviewedEdges, PreviewStatus } from './preview-status.tsx'
import { Record } from './record.tsx'
import type { RecordsReader } from './records-reader.ts'
import { Toolbar } from './toolbar.tsx'

/** The view "Records": what flows along an edge, what somebody has pinned, and what is kept for a key. */
export function RecordsView({ reader }: { readonly reader: RecordsReader }) {
  const { told, look, asJson } = useStore(reader.store)
  if (!told) return null
  const { mode, run, preview } = told
  if (!run && !preview) return <Nothing reader={reader} />
  return (
    <>
      {preview ? <PreviewStatus reader={reader} told={told} /> : null}
      <Toolbar reader={reader} told={told} />
      <div className="body">
        {mode === 'preview' && told.edges.length > 0 ? <PreviewedEdges reader={reader} told={told} /> : null}
        <div className="records">
          <Pinned reader={reader} told={told} />
          {mode === 'live' ? <FollowBar reader={reader} told={told} /> : null}
          <Records reader={reader} told={told} />
        </div>
        {mode === 'live' && look ? (
          <KeyState reader={reader} look={look} kept={told.state} runs={run?.ended === false} asJson={asJson} />
        ) : null}
      </div>
    </>
  )
}

function Nothing({ reader }: { readonly reader: RecordsReader }) {
  return (
    <p className="nothing">
      See the records that flow along each edge of a job.{' '}
      <button type="button" className="place" onClick={() => reader.post({ type: 'previewJob' })}>
        Preview the job that is open
      </button>{' '}
      to see its first records after every step, without any sink; or{' '}
      <button type="button" className="place" onClick={() => reader.post({ type: 'runJob' })}>
        run it
      </button>
      .
    </p>
  )
}

interface Props {
  readonly reader: RecordsReader
  readonly told: RecordsMessage
}

function Pinned({ reader, told: { pinned } }: Props) {
  const { asJson, ticked } = useStore(reader.store)
  if (pinned.length === 0) return null
  return (
    <section aria-label="Pinned records">
      <h2>Pinned</h2>
      <ul>
        {pinned.map((record) => (
          <Record
            key={record.id}
            {...{ record, reader, asJson }}
            ticked={ticked.has(record.id)}
            pinned={true}
            edgeShown={true}
          />
        ))}
      </ul>
    </section>
  )
}

/** Pause, and how many have come since. */
function FollowBar({ reader, told }: Props) {
  const { following, seen } = useStore(reader.store)
  if (!told.run || told.run.ended || told.edge === undefined) return null
  const news = told.end - seen
  return (
    <div className="follow-bar">
      <button type="button" className="button" onClick={() => reader.follow(!following)}>
        <span className={`codicon codicon-debug-${following ? 'pause' : 'continue'}`} aria-hidden="true" />
        {following ? 'Pause' : `Follow${news > 0 ? ` (${news.toLocaleString('en')} new)` : ''}`}
      </button>
    </div>
  )
}

function Records({ reader, told }: Props) {
  const { records, asJson, ticked } = useStore(reader.store)
  if (records.length === 0) return <p className="nothing">{whyNone(told)}</p>
  const pinned = new Set(told.pinned.map(({ id }) => id))
  return (
    <ul aria-label="Records">
      {records.map((record) => (
        <Record
          key={record.id}
          {...{ record, reader, asJson }}
          ticked={ticked.has(record.id)}
          pinned={pinned.has(record.id)}
        />
      ))}
    </ul>
  )
}

function whyNone({ mode, run, preview, filter, edges, edge }: RecordsMessage): string {
  if (filter.text !== '' && edge !== undefined) return 'No record passes the filter.'
  if (mode === 'preview') {
    if (preview?.state === 'running') return 'Running the part of the job upstream…'
    return edges.length === 0 ? 'Nothing was found.' : 'No record came along this edge.'
  }
  if (edges.length === 0) return run?.ended ? 'The run ended before it told its edges.' : 'The job has not begun yet.'
  return run?.ended ? 'No record of this edge was sampled while the job ran.' : 'No record has come yet.'
}
