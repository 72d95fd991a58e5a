import type { ControlClient, KeyedOperator } from 'millrace/control'
import type { KeptState } from 'millrace-webview/shared'

/** Time between two looks at what a key has, milliseconds. */
const LOOK_MS = 1_000
const MOST_KEYS = 100

/** The jobs of a run that can be asked. */
export interface KeyedJobs {
  readonly control: ControlClient | undefined
  readonly jobs: readonly number[]
}

/** Which key of which operator is looked at. */
export interface KeyLook {
  readonly operator?: string
  /** As a user types it; empty: none yet. */
  readonly key: string
}

const NOTHING: KeptState = { operators: [], keys: [], more: false, key: '', entries: [] }

/** Asks a running job once a second what its operators keep for a key, while it is on. */
export class KeyWatch {
  private readonly changed: () => void
  private run: KeyedJobs = { control: undefined, jobs: [] }
  private look: KeyLook | undefined
  private on = false
  private known: KeptState = NOTHING
  private timer: NodeJS.Timeout | undefined
  /** Counts what was asked: an answer that a newer question has overtaken is dropped. */
  private asked = 0

  constructor(changed: () => void) {
    this.changed = changed
  }

  /** What is kept, as it was last told; undefined while nobody looks. */
  get state(): KeptState | undefined {
    return this.look && this.known
  }

  setOn(on: boolean): void {
    if (on === this.on) return
    this.on = on
    this.ask()
  }

  setRun(run: KeyedJobs): void {
    const { control, jobs } = this.run
    const same = run.control === control && String(run.jobs) === String(jobs)
    if (same) return
    this.run = run
    this.ask()
  }

  setLook(look: KeyLook | undefined): void {
    if (look?.operator !== this.look?.operator || look?.key !== this.look?.key) {
      this.known = { ...NOTHING, operators: this.known.operators, key: look?.key ?? '' }
    }
    this.look = look
    this.ask()
  }

  private ask(): void {
    clearTimeout(this.timer)
    const asked = ++this.asked
    const { look, run } = this
    if (!this.on || !look || !run.control) return
    const take = (state: KeptState) => {
      if (asked !== this.asked) return
      this.known = state
      this.changed()
      this.timer = setTimeout(() => this.ask(), LOOK_MS)
    }
    keptBy(run.control, run.jobs, look).then(take, (error: Error) => {
      take({ ...this.known, problem: error.message })
    })
  }
}

async function keptBy(control: ControlClient, jobs: readonly number[], { operator, key }: KeyLook): Promise<KeptState> {
  const all: { readonly id: string; readonly job: number; readonly keyed: KeyedOperator }[] = []
  for (const job of jobs) {
    for (const keyed of await control.keyedOperators(job)) all.push({ id: `${job}:${keyed.operatorId}`, job, keyed })
  }
  const operators = all.map(({ id, keyed }) => ({ id, name: keyed.operatorName, states: keyed.states }))
  const chosen = all.find(({ id }) => id === operator) ?? all[0]
  if (!chosen) return { ...NOTHING, key }
  const { job, keyed } = chosen
  const { keys, more } = await control.stateKeys(job, keyed.operatorId, MOST_KEYS)
  const found = key === '' ? [] : await control.queryState(job, keyed.operatorName, key)
  return {
    ...{ operators, operator: chosen.id, more, key },
    keys: keys.map(({ typed, text }) => ({ typed, text })),
    entries: found
      .filter(({ operatorId }) => operatorId === keyed.operatorId)
      .map(({ name, namespace, key, text }) => ({
        ...{ name, key, text },
        ...(namespace === undefined ? {} : { window: namespace }),
      })),
  }
}
