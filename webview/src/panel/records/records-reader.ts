import { createStore } from 'zustand/vanilla'
import type { FromRecords, host, PanelRecord, RecordsMessage, ToRecords } from '../../shared/index.ts'

export interface RecordsState {
  /** What the host has said last; undefined before it has said anything. */
  readonly told: RecordsMessage | undefined
  /** Those in view, the newest first. */
  readonly records: readonly PanelRecord[]
  /** Number of the next record after those in view. */
  readonly seen: number
  readonly following: boolean
  readonly asJson: boolean
  /** Records somebody has ticked, by id. */
  readonly ticked: ReadonlyMap<string, PanelRecord>
  /** Which key of which operator is looked at; undefined: none. */
  readonly look: Look | undefined
}

export interface Look {
  readonly operator?: string
  readonly key: string
}

/** What is there again after the page was hidden. */
type Kept = Pick<RecordsState, 'asJson' | 'look'>

/** Pulls records from the host while it follows; while it is paused, only how many there are. */
export class RecordsReader {
  readonly store
  private readonly host: ReturnType<typeof host<FromRecords, ToRecords>>

  constructor(from: ReturnType<typeof host<FromRecords, ToRecords>>) {
    this.host = from
    const { asJson = false, look } = (from.state() ?? {}) as Partial<Kept>
    this.store = createStore<RecordsState>(() => ({
      ...{ told: undefined, records: [], seen: 0, following: true, ticked: new Map() },
      ...{ asJson, look },
    }))
    from.onMessage((message) => {
      if (message.type === 'changed') this.pull()
      else this.take(message)
    })
    if (look) this.post({ type: 'state', look })
    this.pull()
  }

  post(message: FromRecords): void {
    this.host.post(message)
  }

  follow(following: boolean): void {
    this.store.setState({ following })
    if (following) this.pull()
  }

  showAsJson(asJson: boolean): void {
    this.store.setState({ asJson })
    this.keep()
  }

  /** Looks at what a key has; undefined ends that. */
  look(look: Look | undefined): void {
    this.store.setState({ look })
    this.keep()
    this.post(look ? { type: 'state', look } : { type: 'state' })
  }

  tick(record: PanelRecord, on: boolean): void {
    const ticked = new Map(this.store.getState().ticked)
    if (on) ticked.set(record.id, record)
    else ticked.delete(record.id)
    this.store.setState({ ticked })
  }

  private pull(): void {
    const { told, following, seen } = this.store.getState()
    const after = following ? seen : Number.MAX_SAFE_INTEGER
    this.post({ type: 'pull', epoch: told?.epoch ?? 0, after })
  }

  private take(message: RecordsMessage): void {
    const before = this.store.getState()
    const same = before.told?.epoch === message.epoch
    if (!same) {
      // Nothing of what was there is in the view any more, so there is nothing to hold on to.
      this.store.setState({
        ...{ told: message, records: message.records, seen: message.end, following: true, ticked: new Map() },
      })
      return
    }
    if (!before.following) {
      this.store.setState({ told: message })
      return
    }
    const most = message.end - message.first
    const records = message.records.length === 0 ? before.records : [...message.records, ...before.records]
    this.store.setState({ told: message, records: records.slice(0, most), seen: message.end })
  }

  private keep(): void {
    const { asJson, look } = this.store.getState()
    this.host.keep({ asJson, look } satisfies Kept)
  }
}
