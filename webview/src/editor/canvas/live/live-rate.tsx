import { compactNumber, type Pressure, percentText, pressureOf } from '../../../shared/index.ts'
import { useEditor } from '../../state/store.ts'
import './live.css'

/** Beside an arrow: how many records a second go along it; once the job has ended, how many went. */
export function LiveRate({ edge }: { readonly edge: string }) {
  const live = useEditor(({ live }) => live?.edges[edge])
  const runs = useEditor(({ live }) => isRunning(live?.state))
  if (!live) return null
  const text = runs ? `${compactNumber(live.perSecond)}/s` : compactNumber(live.records)
  const full = `${live.records.toLocaleString('en')} records${runs ? `, its fullest channel ${percentText(live.fill)} full` : ''}`
  return (
    <span className="live-rate" data-pressure={pressureOf(live.fill)} title={full}>
      {text}
    </span>
  )
}

/** How full the channels of an arrow are: it takes the colour. Undefined: no run is shown. */
export function usePressure(edge: string): Pressure | undefined {
  return useEditor(({ live }) => {
    const known = isRunning(live?.state) ? live?.edges[edge] : undefined
    return known && pressureOf(known.fill)
  })
}

function isRunning(state: string | undefined): boolean {
  return state === 'running' || state === 'stopping'
}
