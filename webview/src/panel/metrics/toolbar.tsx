import { useStore } from 'zustand'
import { ToolButton } from '../parts/tool-button.tsx'
import { COLOURS } from './colours.ts'
import type { MetricsReader } from './metrics-reader.ts'

/** Which operators are drawn, and what can be done with what is. */
export function Toolbar({ reader }: { readonly reader: MetricsReader }) {
  const { told, hidden, pausedAt, samples } = useStore(reader.store)
  const { jobs = [], job = 0, operators = [] } = told ?? {}
  const paused = pausedAt !== undefined
  return (
    <div className="toolbar" role="toolbar" aria-label="Metrics">
      {jobs.length > 1 ? (
        <select aria-label="Job" value={job} onChange={({ target }) => reader.chooseJob(Number(target.value))}>
          {jobs.map(({ job, name }) => (
            <option key={job} value={job}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
      {operators.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={`operator colour-${id % COLOURS} dash-${Math.floor(id / COLOURS) % 4}`}
          data-forced-dash={id % 4}
          aria-pressed={!hidden.has(id)}
          title={`${name}: click to draw it or not, Alt+click to draw only it`}
          onClick={(event) => (event.altKey ? reader.only(id) : reader.toggle(id))}
        >
          {name}
        </button>
      ))}
      {hidden.size > 0 ? (
        <button type="button" className="place" onClick={() => reader.showAll()}>
          Show all
        </button>
      ) : null}
      <span className="buttons">
        <ToolButton
          icon={paused ? 'debug-continue' : 'debug-pause'}
          label={paused ? 'Follow again' : 'Pause the charts'}
          pressed={paused}
          onClick={() => reader.pause(!paused)}
        />
        <ToolButton icon="save-as" label="Save as CSV…" onClick={() => reader.post({ type: 'saveCsv', job })} />
      </span>
      {paused ? <span className="facts">{pausedText(samples.filter(({ at }) => at > pausedAt).length)}</span> : null}
    </div>
  )
}

const pausedText = (missed: number) => (missed === 0 ? 'Paused' : `Paused · ${missed} s since`)
