import { compactNumber, percentText } from 'millrace-webview/shared'
import type { JobModel, TextRange } from '../../document/index.ts'
import { liveOperators, type ObservedRun } from './live.ts'

/** What an operator does in a run, beside its call. */
export interface LiveRate {
  /** Of the call. */
  readonly range: TextRange
  /** `1.2K/s`; of a run that has ended `12,345 records`. */
  readonly text: string
  readonly tooltip: string
}

/** How many records a second come to each operator of a text, or out of a source; after the end, how many there were. */
export function liveRates(model: JobModel, run: ObservedRun): LiveRate[] {
  const ended = run.state !== 'running' && run.state !== 'stopping'
  const live = liveOperators(model, run)
  return model.operators.flatMap(({ id, range, implied }): LiveRate[] => {
    const known = live.get(id)
    // What has no text of its own would stand in the place of another.
    if (!known || implied) return []
    const { records, perSecond, busy, backPressured } = known
    const all = `${records.toLocaleString('en')} record${records === 1 ? '' : 's'}`
    if (ended) return [{ range, text: all, tooltip: all }]
    const shares = `busy ${percentText(busy)}, back-pressured ${percentText(backPressured)}`
    return [{ range, text: `${compactNumber(perSecond)}/s`, tooltip: `${all} so far, ${shares}` }]
  })
}
