import type { ToPhysicalGraph } from '../../shared/index.ts'
import type { Camera } from './camera.ts'
import { several } from './numbers-text.ts'
import { chooseJob, setLegend, setTables, useGraph } from './state.ts'

interface Props {
  readonly shown: Extract<ToPhysicalGraph, { type: 'graph' }>
  /** Absent where there is nothing to look at. */
  readonly camera?: Camera
}

const OF = {
  text: { icon: 'file-code', text: 'from the text' },
  run: { icon: 'pulse', text: 'live' },
  ended: { icon: 'history', text: 'as the run ended' },
} as const

/** What is shown and how much of it there is; and how to look at it. */
export function Toolbar({ shown, camera }: Props) {
  const { file, jobs, job, of, graph } = shown
  const tables = useGraph((state) => state.tables)
  const legend = useGraph((state) => state.legend)
  return (
    <div className="toolbar" role="toolbar" aria-label="Physical graph">
      <span className={`of ${of}`}>
        <span className={`codicon codicon-${OF[of].icon}`} aria-hidden="true" />
        <span className="file">{file}</span>
        {jobs.length > 1 ? (
          <select aria-label="Job" value={job} onChange={({ target }) => chooseJob(Number(target.value))}>
            {jobs.map(({ job, name }) => (
              <option key={job} value={job}>
                {name}
              </option>
            ))}
          </select>
        ) : null}
        <span className="facts">{[OF[of].text, ...(graph ? sizeOf(graph) : [])].join(' · ')}</span>
      </span>
      {camera ? (
        <span className="buttons">
          <Button icon="zoom-out" label="Zoom out (-)" onClick={() => camera.zoomBy(1 / 1.25)} />
          <Button icon="zoom-in" label="Zoom in (+)" onClick={() => camera.zoomBy(1.25)} />
          <Button icon="screen-full" label="Show everything (0)" onClick={() => camera.fit()} />
          <Button icon="table" label="Tables" pressed={tables} onClick={() => setTables(!tables)} />
          <Button icon="info" label="Legend" pressed={legend} onClick={() => setLegend(!legend)} />
        </span>
      ) : null}
    </div>
  )
}

function sizeOf({ lanes, bundles, threads, threadOf }: NonNullable<Props['shown']['graph']>): string[] {
  const instances = lanes.reduce((sum, { operators, parallelism }) => sum + operators.length * parallelism, 0)
  const channels = bundles.reduce((sum, { channels }) => sum + channels, 0)
  const chained = instances > threadOf.length ? ` in ${several(threadOf.length, 'task')}` : ''
  return [`${several(instances, 'instance')}${chained}`, several(channels, 'channel'), several(threads, 'thread')]
}

interface ButtonProps {
  readonly icon: string
  readonly label: string
  readonly pressed?: boolean
  readonly onClick: () => void
}

export function Button({ icon, label, pressed, onClick }: ButtonProps) {
  return (
    <button type="button" className="icon" title={label} aria-label={label} aria-pressed={pressed} onClick={onClick}>
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  )
}
