import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import './banners.css'

/** Sentences above the canvas: why nothing can be changed now, and what of the text is not drawn. */
export function Banners() {
  const stale = useEditor(({ diagram }) => diagram?.stale)
  const readOnly = useEditor(({ diagram }) => diagram?.readOnly)
  const notices = useEditor(({ diagram }) => diagram?.notices) ?? []
  return (
    <div className="banners">
      {readOnly ? (
        <div className="banner read-only" role="status">
          <span className="codicon codicon-lock" aria-hidden="true" />
          <span className="sentence">{sentence(readOnly.reason)}</span>
          {readOnly.restart ? (
            <button type="button" onClick={() => theHost().tell({ type: 'command', command: 'restart' })}>
              Restart
            </button>
          ) : null}
        </div>
      ) : null}
      {stale ? (
        <div className="banner stale" role="status">
          <span className="codicon codicon-error" aria-hidden="true" />
          <span className="sentence">
            Syntax error: {sentence(stale.message)} Until it is corrected, this is the diagram of the text before.
          </span>
          <button type="button" onClick={() => theHost().tell({ type: 'showLine', line: stale.line })}>
            Go to line {stale.line}
          </button>
        </div>
      ) : null}
      {notices.map((notice) => (
        <div className="banner notice" role="status" key={notice}>
          <span className="codicon codicon-info" aria-hidden="true" />
          <span className="sentence">{notice}</span>
        </div>
      ))}
    </div>
  )
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
