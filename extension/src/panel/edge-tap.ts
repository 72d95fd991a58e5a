import type { ControlClient, TapSample } from 'millrace/control'
import type { RecordsFilter } from 'millrace-webview/shared'
import { RecordRing } from './record-ring.ts'
import { type EdgePlace, type RecordsGraph, recordMaker } from './records-edges.ts'

/** Samples that are kept of an edge, and that are asked for a second. */
const MOST_RECORDS = 500
const PER_SECOND = 20

/** What a filter has done, or why it does not go on. */
export interface TapProgress {
  readonly looked: number
  readonly matched: number
  readonly problem?: string
}

/** Samples the records of one edge of a running job, while it is on. What it has sampled stays. */
export class EdgeTap {
  readonly records = new RecordRing(MOST_RECORDS)
  readonly place: EdgePlace
  readonly filter: RecordsFilter
  private readonly control: ControlClient | undefined
  private readonly changed: () => void
  private readonly make: ReturnType<typeof recordMaker>
  private readonly name: string
  private listening: { dispose(): void } | undefined
  private told: TapProgress | undefined

  /**
   * @param name makes the ids of its records unique
   * @param changed is called when there are more records, or the filter has something to say
   */
  constructor(
    {
      control,
      graph,
      place,
      filter,
      name,
    }: {
      readonly control: ControlClient | undefined
      readonly graph: RecordsGraph
      readonly place: EdgePlace
      readonly filter: RecordsFilter
      readonly name: string
    },
    changed: () => void,
  ) {
    this.control = control
    this.place = place
    this.filter = filter
    this.name = name
    this.changed = changed
    this.make = recordMaker(graph, place)
  }

  get progress(): TapProgress | undefined {
    return this.told
  }

  /** Asks the job for samples, or for no more. */
  setOn(on: boolean): void {
    const { control, place, filter } = this
    if (!control || place.edge === undefined || on === (this.listening !== undefined)) return
    if (!on) {
      this.listening?.dispose()
      this.listening = undefined
      // A job that has ended taps nothing.
      control.taps(place.job, []).catch(() => {})
      return
    }
    // Until the job has taken the filter, samples may come that an earlier one let through.
    let isAsked = false
    this.listening = control.onTapped(({ job, samples, filter: progress }) => {
      if (!isAsked) return
      const mine = job === place.job ? samples.filter(({ edgeId }) => edgeId === place.edge) : []
      if (mine.length === 0 && !progress) return
      this.add(mine)
      if (progress) {
        const { looked, matched, off, error } = progress
        // An expression that throws now and then may be meant; one that has matched nothing is not.
        const problem = off ?? (matched === 0 ? error : undefined)
        this.told = { looked, matched, ...(problem === undefined ? {} : { problem }) }
      }
      this.changed()
    })
    const asked =
      filter.text.trim() === ''
        ? undefined
        : filter.kind === 'text'
          ? { kind: 'text' as const, text: filter.text }
          : { kind: 'expression' as const, expression: filter.text }
    control.taps(place.job, [place.edge], PER_SECOND, asked).then(
      () => {
        isAsked = true
      },
      (error: Error) => {
        this.told = { looked: 0, matched: 0, problem: error.message }
        this.changed()
      },
    )
  }

  private add(samples: readonly TapSample[]): void {
    this.records.add(
      samples.map(({ number, time, text, json, cut, key, instance, to }) =>
        this.make({
          ...{ id: `${this.name}:${number}`, time, text, json, instance },
          ...(cut ? { cut } : {}),
          ...(key === undefined ? {} : { key }),
          ...(to === undefined ? {} : { to }),
        }),
      ),
    )
  }
}
