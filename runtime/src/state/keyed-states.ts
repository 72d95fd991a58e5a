import { defaultValue } from './default-value.ts'
import type { KeyedState, KeyedTable } from './keyed-state.ts'
import { type ListState, listLifespans, MortalListState, shownList, TableListState } from './list-state.ts'
import { type Entries, type MapState, mapLifespans, shownEntries, TableMapState } from './map-state.ts'
import { type Lifespans, type Mortal, TimeToLive, type TtlOptions } from './time-to-live.ts'
import {
  MortalValueState,
  ReducedState,
  type ReducingState,
  shownValue,
  TableValueState,
  type ValueState,
  valueLifespans,
} from './value-state.ts'

/** How a value is kept. */
export interface ValueStateOptions<T> extends TtlOptions {
  /** What a key has that has no value: plain data. An object is copied for each use. */
  readonly default: T
}

/**
 * Declares what an operator keeps per key. Handles are made while the operator opens; what they read and write belongs to
 * the key that is being processed.
 */
export interface StateDeclarations {
  state<T>(name: string, options: ValueStateOptions<T>): ValueState<T>
  state<T>(name: string, options?: TtlOptions): ValueState<T | undefined>
  listState<T>(name: string, options?: TtlOptions): ListState<T>
  mapState<K, V>(name: string, options?: TtlOptions): MapState<K, V>
  reducingState<T>(name: string, reduce: (a: T, b: T) => T, options?: TtlOptions): ReducingState<T>
}

/** Makes the handles of one operator instance. */
export class KeyedStates implements StateDeclarations {
  private readonly tables: KeyedState
  private readonly clock: { now(): number }
  private readonly names = new Set<string>()
  private readonly current: { readonly key: unknown }
  private readonly noKey: (what: string) => Error
  private sealed = false

  /**
   * @param current has the key that is being processed, undefined while there is none
   * @param noKey why a state cannot be used then
   */
  constructor(
    tables: KeyedState,
    current: { readonly key: unknown },
    clock: { now(): number },
    noKey: (what: string) => Error,
  ) {
    this.tables = tables
    this.current = current
    this.clock = clock
    this.noKey = noKey
  }

  /** The operator is open: no further state can be declared. */
  seal(): void {
    this.sealed = true
  }

  readonly state = <T>(name: string, options: Partial<ValueStateOptions<T>> = {}): ValueState<T> => {
    this.declare('state', name, options, ['default', 'ttl', 'refresh'])
    return this.value(name, options, defaultValue(name, options.default as T))
  }

  readonly listState = <T>(name: string, options: TtlOptions = {}): ListState<T> => {
    this.declare('listState', name, options)
    if (options.ttl === undefined) return new TableListState<T>(this.tables.table(name), this.keyOf(name))
    const table = this.tables.table<Mortal<T>[]>(name, shownList(this.clock))
    return new MortalListState<T>(table, this.keyOf(name), this.life<Mortal<T>[]>(options, table, listLifespans))
  }

  readonly mapState = <K, V>(name: string, options: TtlOptions = {}): MapState<K, V> => {
    this.declare('mapState', name, options)
    const table = this.tables.table<Entries>(name, shownEntries(this.clock))
    const life = options.ttl === undefined ? undefined : this.life(options, table, mapLifespans)
    return new TableMapState<K, V>(table, this.keyOf(name), life)
  }

  readonly reducingState = <T>(name: string, reduce: (a: T, b: T) => T, options: TtlOptions = {}): ReducingState<T> => {
    if (typeof reduce !== 'function') throw new TypeError(`reducingState('${name}', ..) takes a function`)
    this.declare('reducingState', name, options)
    return new ReducedState<T>(
      this.value<T | undefined>(name, options, () => undefined),
      reduce,
    )
  }

  private value<T>(name: string, options: TtlOptions, byDefault: () => T): ValueState<T> {
    if (options.ttl === undefined) return new TableValueState<T>(this.tables.table(name), this.keyOf(name), byDefault)
    const table = this.tables.table<Mortal<T>>(name, shownValue(this.clock))
    const life = this.life<Mortal<T>>(options, table, valueLifespans)
    return new MortalValueState<T>(table, this.keyOf(name), byDefault, life)
  }

  private life<V>(options: TtlOptions, table: KeyedTable<V>, lifespans: Lifespans<V>): TimeToLive<V> {
    return new TimeToLive<V>({ ...options, ttl: options.ttl! }, this.clock, table, lifespans)
  }

  private keyOf(name: string): () => unknown {
    const { current, noKey } = this
    return () => {
      const { key } = current
      if (key === undefined) throw noKey(`the state '${name}'`)
      return key
    }
  }

  private declare(method: string, name: string, options: object, known = ['ttl', 'refresh']): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
    if (typeof name !== 'string' || name.trim() === '' || /[\u0000-\u001f\u007f]/.test(name)) {
      throw new TypeError(`${method}(..) takes a name: a text that is not empty and has no control characters`)
    }
    if (name.startsWith('timers:')) throw new TypeError(`a state cannot be called '${name}': timers are kept there`)
    if (this.sealed) throw new Error(`${method}('${name}') comes too late: state is declared in open`)
    if (this.names.has(name)) throw new Error(`there are two states '${name}': give each its own name`)
    this.names.add(name)
    for (const option of Object.keys(options)) {
      if (!known.includes(option))
        throw new TypeError(`the state '${name}' has no option '${option}': there are ${known.join(', ')}`)
    }
    const { ttl, refresh } = options as TtlOptions
    if (ttl !== undefined && !(Number.isFinite(ttl) && ttl > 0)) {
      throw new TypeError(
        `the ttl of the state '${name}' must be a number of milliseconds above 0, but is ${String(ttl)}`,
      )
    }
    if (refresh !== undefined && refresh !== 'write' && refresh !== 'readAndWrite') {
      throw new TypeError(`refresh of the state '${name}' must be 'write' or 'readAndWrite'`)
    }
  }
}
