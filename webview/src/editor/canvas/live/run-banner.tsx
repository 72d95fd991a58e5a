import { select, theHost } from '../../state/session.ts'
import { useEditor } from '../../state/store.ts'
import './live.css'

const ENDED: Readonly<Record<string, string>> = { finished: 'Finished', stopped: 'Stopped', cancelled: 'Cancelled' }

/** Above the canvas, once a run has ended: what the numbers on it are of; of one that failed, why. */
export function RunBanner() {
  const live = useEditor((state) => state.live)
  if (!live || live.state === 'building' || live.state === 'running' || live.state === 'stopping') return null
  const { run, failure, state, changed, preview } = live
  const forget = (
    <button type="button" className="close" title="Hide the numbers of this run" onClick={() => tell('forgetRun', run)}>
      <span className="codicon codicon-close" aria-hidden="true" />
      <span className="sr-only">Hide the numbers of this run</span>
    </button>
  )
  if (!failure) {
    return (
      <div className="banner run" role="status">
        <span className="codicon codicon-pulse" aria-hidden="true" />
        <span className="sentence">
          {preview === undefined
            ? `${ENDED[state] ?? 'Ended'}: arrows show how many records went along them.`
            : `Preview of the first ${preview.toLocaleString('en')} records of each source: arrows show how many went along them.`}
          {changed ? ' The text has changed since.' : ''}
        </span>
        {forget}
      </div>
    )
  }
  const { node, message, record, debuggable } = failure
  return (
    <div className="banner run failed" role="alert">
      <span className="codicon codicon-error" aria-hidden="true" />
      <span className="sentence">
        {preview === undefined ? 'Failed' : 'The preview failed'}: {message}
        {record === undefined ? null : (
          <>
            {' '}
            · Record: <code>{record}</code>
          </>
        )}
      </span>
      {node === undefined ? null : (
        <button
          type="button"
          onClick={() => {
            select([node])
            useEditor.setState({ reveal: [node] })
          }}
        >
          Show operator
        </button>
      )}
      {debuggable ? (
        <button type="button" onClick={() => tell('debugRecord', run)}>
          Debug this record
        </button>
      ) : null}
      {forget}
    </div>
  )
}

const tell = (type: 'debugRecord' | 'forgetRun', run: number) => theHost().tell({ type, run })
