import { chainState } from '../chains/index.ts'
import { settledWithin } from '../coordinator/settled-within.ts'
import type { JobPlan } from '../job-plan.ts'
import { taskFailure } from '../task-failure.ts'
import { SourceInput } from '../tasks/source-input.ts'

/** The first records of a source, to be given once more. */
export interface SourceRecords {
  readonly values: unknown[]
  /** Where the source gives timestamps: one for each record. */
  readonly times: number[]
  /** The watermark after each record. */
  readonly watermarks: number[]
  /** The source has come to its end; otherwise it may have more. */
  complete: boolean
  /** What it threw after these records. */
  failure: { readonly error: unknown } | undefined
}

/** Milliseconds that a reader may take to close. */
const CLOSING = 100

/**
 * Reads a source with one reader, whatever its parallelism: so the records are the first of its input, and the same ones
 * each time. Never rejects.
 *
 * @param most number of records
 * @param signal aborted when there is no more time: what was read by then is what there is
 */
export async function readSource(
  plan: JobPlan,
  operatorId: number,
  most: number,
  signal: AbortSignal,
): Promise<SourceRecords> {
  const records: SourceRecords = { values: [], times: [], watermarks: [], complete: false, failure: undefined }
  const operator = plan.graph.operator(operatorId)
  const resolve = (path: string) => plan.resolve(path)
  const turns = new Turns(signal)
  const failed = (error: unknown) => {
    records.failure ??= { error: taskFailure(error, operator, 0) }
    turns.wake()
  }
  let input: SourceInput | undefined
  const read = async () => {
    const source = plan.sources.get(operatorId)!
    const splits = await source.splits({ parallelism: 1, resolve })
    const reader = source.reader(splits, {
      operatorName: operator.name,
      instance: 0,
      parallelism: 1,
      resolve,
      wake: turns.wake,
      signal,
      stdin: () => process.stdin,
    })
    input = new SourceInput(operatorId, 0, reader, turns.wake, failed)
    await reader.open?.()
    await takeAll(input, records, most, turns)
  }
  await Promise.race([read().catch(failed), turns.over])
  if (input !== undefined) await settledWithin(input.close().catch(failed), CLOSING)
  return records
}

async function takeAll(input: SourceInput, records: SourceRecords, most: number, turns: Turns): Promise<void> {
  const state = chainState(0)
  while (records.values.length < most && records.failure === undefined && !turns.ended) {
    if (input.fill(state, most - records.values.length)) take(input, state, records, most)
    else if (input.ended) {
      records.complete = true
      return
    } else await turns.next()
  }
}

/** A reader whose input comes in chunks may give more than it was asked for. */
function take(input: SourceInput, state: ReturnType<typeof chainState>, records: SourceRecords, most: number): void {
  const { reader } = input
  const count = Math.min(state.end, most - records.values.length)
  const before = records.watermarks.at(-1) ?? Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    records.values.push('claim' in reader ? reader.at(state.from + i * state.step) : state.values[i])
    if (state.times !== undefined) records.times.push(state.times[i])
    // The reader's watermark is that of all it has given, and holds after the last of them.
    records.watermarks.push(i < count - 1 || count < state.end ? before : input.watermark)
  }
}

/** Waits for the reader, or for the end of the time. */
class Turns {
  /** Resolves when there is no more time. */
  readonly over: Promise<void>
  ended = false
  private woken = false
  private goOn: (() => void) | undefined

  constructor(signal: AbortSignal) {
    this.over = new Promise((resolve) => {
      const end = () => {
        this.ended = true
        this.wake()
        resolve()
      }
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
    })
  }

  readonly wake = (): void => {
    this.woken = true
    this.goOn?.()
  }

  async next(): Promise<void> {
    if (!this.woken)
      await new Promise<void>((resolve) => {
        this.goOn = resolve
      })
    this.woken = false
  }
}
