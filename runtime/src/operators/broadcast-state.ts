import { keyIdentity } from '../partitioning/index.ts'
import type { BroadcastState } from './process-function.ts'

type Entries = Map<unknown, { readonly key: unknown; readonly value: unknown }>

/** The broadcast states of one operator instance. All instances are given the same records, and so have the same. */
export class BroadcastStates {
  /** A broadcast record is being processed. */
  writable = false
  private readonly states = new Map<string, Entries>()
  private readonly declared = new Set<string>()

  declare(name: string): BroadcastState<any, any> {
    if (typeof name !== 'string' || name.trim() === '') {
      throw new TypeError('broadcastState(..) takes a name: a text that is not empty')
    }
    if (this.declared.has(name)) throw new Error(`there are two broadcast states '${name}': give each its own name`)
    this.declared.add(name)
    const own: Entries = this.states.get(name) ?? new Map()
    this.states.set(name, own)
    const write = (): Entries => {
      if (this.writable) return own
      throw new Error(
        `the broadcast state '${name}' can be changed in onBroadcast only: other instances do not see this record`,
      )
    }
    return {
      get: (key) => own.get(keyIdentity(key))?.value,
      has: (key) => own.has(keyIdentity(key)),
      set: (key, value) => {
        write().set(keyIdentity(key), { key, value })
      },
      delete: (key) => write().delete(keyIdentity(key)),
      entries: () => Array.from(own.values(), ({ key, value }) => [key, value]),
      get size() {
        return own.size
      },
    }
  }

  snapshot(): ReadonlyMap<string, Entries> {
    return this.states
  }

  /** Any instance knows what all do. To be called before `declare`. */
  restore(snapshots: readonly unknown[]): void {
    const first = snapshots.find((snapshot) => snapshot !== undefined) as ReadonlyMap<string, Entries> | undefined
    for (const [name, entries] of first ?? []) this.states.set(name, new Map(entries))
  }
}
