import { useStore } from 'zustand'
import { RunStatus } from '../output/run-status.tsx'
import { Charts } from './charts.tsx'
import type { MetricsReader } from './metrics-reader.ts'
import { Toolbar } from './toolbar.tsx'
import { ValuesTable } from './values-table.tsx'

/** The view "Metrics": what the operators of a run do, over the last ten minutes. */
export function MetricsView({ reader }: { readonly reader: MetricsReader }) {
  const told = useStore(reader.store, ({ told }) => told)
  if (!told) return null
  const { run, runs, operators } = told
  if (!run) {
    return (
      <p className="nothing">
        Run a job to see what its operators do.{' '}
        <button type="button" className="place" onClick={() => reader.post({ type: 'runJob' })}>
          Run the job that is open
        </button>
      </p>
    )
  }
  return (
    <>
      <RunStatus
        run={run}
        runs={runs}
        show={(id) => reader.post({ type: 'show', run: id })}
        open={(place) => reader.post({ type: 'open', place })}
      />
      {operators.length === 0 ? null : <Toolbar reader={reader} />}
      <div className="content">
        <Charts reader={reader} />
        {operators.length === 0 ? null : <ValuesTable reader={reader} />}
      </div>
    </>
  )
}
