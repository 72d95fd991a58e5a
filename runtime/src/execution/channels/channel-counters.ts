/**
 * What has passed each channel of a job since it started, in memory that all threads share. The producer adds to it once
 * a batch; whoever reads may be a moment behind.
 */
export class ChannelCounters {
  /** By channel. */
  readonly records: Float64Array
  /** Bytes as which the records crossed from thread to thread. */
  readonly bytes: Float64Array

  static memory(channels: number): SharedArrayBuffer {
    return new SharedArrayBuffer(Math.max(1, channels) * 16)
  }

  constructor(memory: SharedArrayBuffer) {
    const channels = memory.byteLength / 16
    this.records = new Float64Array(memory, 0, channels)
    this.bytes = new Float64Array(memory, channels * 8, channels)
  }
}
