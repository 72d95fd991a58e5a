import { isAbsolute, join } from 'node:path'
import type { Sink, SinkResult, SinkWriter } from '../../../runtime/src/connectors/index.ts'

export interface WritingOptions {
  readonly base?: string
  readonly instance?: number
  readonly parallelism?: number
}

/** One instance's writer, called as an engine calls it. */
export class Writing<T> {
  readonly writer: SinkWriter<T>
  readonly results: SinkResult[] = []
  printed = ''

  constructor(sink: Sink<T>, { base = '/', instance = 0, parallelism = 1 }: WritingOptions = {}) {
    this.writer = sink.writer({
      operatorName: sink.name ?? 'Sink',
      operatorId: 1,
      instance,
      parallelism,
      resolve: (path) => (isAbsolute(path) ? path : join(base, path)),
      print: (text) => {
        this.printed += text
      },
      result: (result) => this.results.push(structuredClone(result)),
    })
  }

  async open(): Promise<void> {
    await this.writer.open?.()
  }

  async write(records: readonly T[]): Promise<void> {
    await this.writer.write(records)
  }

  async commit(): Promise<void> {
    const commit = structuredClone(await this.writer.prepareCommit?.())
    await this.writer.commit?.(commit)
    await this.writer.close?.()
  }

  /** Ends as a failed job does. */
  async abort(): Promise<string | undefined> {
    const left = await this.writer.abort?.()
    await this.writer.close?.()
    return left
  }

  /** All of a job that finishes. */
  async run(...batches: readonly (readonly T[])[]): Promise<void> {
    await this.open()
    for (const batch of batches) await this.write(batch)
    await this.commit()
  }
}
