import type { DiskFile } from './disk-file.ts'
import { type Cached, type DiskCache, DiskTable, MOST_IN_ORDER } from './disk-table.ts'
import { NamedTables } from './named-tables.ts'

/** Bytes that the young values may have on disk; in memory it is several times as many. */
const MOST_BYTES = 32 * 2 ** 20
/** Values that are measured each time at most. */
const SAMPLE = 32
/** Young values at most, until it is known how large they are. */
const FIRST_LIMIT = 256
/** Young values at least, however large they are. */
const LEAST_YOUNG = 8
/** Changes, in times of the most young values, after which a time ends, where few keys are used over and over: their values may grow. */
const CHANGES = 8

/**
 * State on disk, of one operator instance. All its tables have their values in memory within one bound. The file goes as a
 * whole, with the thread that has it.
 */
export class DiskState extends NamedTables<DiskTable<unknown>> implements DiskCache {
  readonly file: DiskFile
  private readonly most: number
  /** Young values at most; fewer than `most` where they are large. */
  private limit: number
  private young = 0
  private changes = 0

  /** @param cacheEntries values in memory, in all tables */
  constructor(file: DiskFile, maxParallelism: number, cacheEntries: number) {
    super(maxParallelism)
    this.file = file
    this.most = Math.min(Math.floor(cacheEntries / 2), MOST_IN_ORDER)
    this.limit = Math.min(FIRST_LIMIT, this.most)
  }

  admit(): void {
    if (this.young >= this.limit) this.turnOver()
    this.young++
  }

  changed(): void {
    if (++this.changes >= CHANGES * this.limit) this.turnOver()
  }

  protected newTable(name: string): DiskTable<unknown> {
    return new DiskTable(name, this)
  }

  protected peek(table: DiskTable<unknown>, key: unknown): unknown {
    return table.peek(key)
  }

  /** What was young becomes old, and what was old is written and forgotten. */
  private turnOver(): void {
    const leaving: [DiskTable<unknown>, readonly Cached[]][] = []
    let count = 0
    for (const [, , table] of this.all()) {
      const own = table.leaving()
      if (own.length > 0) leaving.push([table, own])
      count += own.length
    }
    // Only after it has been written: state that was forgotten would be lost where a record may fail and the job go on.
    if (count > 0) {
      this.file.write(count, (writer) => {
        for (const [table, own] of leaving) table.write(own, writer)
      })
    }
    this.measure()
    for (const [, , table] of this.all()) table.turnOver()
    this.young = 0
    this.changes = 0
  }

  private measure(): void {
    let values = 0
    let bytes = 0
    const wanted = Math.min(SAMPLE, Math.ceil(this.limit / 4))
    for (const [, , table] of this.all()) {
      const sample = table.sampleBytes(wanted - values)
      values += sample.values
      bytes += sample.bytes
      if (values === wanted) break
    }
    const fitting = Math.floor((MOST_BYTES * values) / Math.max(1, bytes))
    if (values > 0) this.limit = Math.max(Math.min(LEAST_YOUNG, this.most), Math.min(this.most, fitting))
  }
}
