/**
 * Flow control of all channels of a job, in memory that all threads share: per channel the weight that was sent and the
 * weight that was taken, both modulo 2^32. Each number has one writing thread.
 *
 * A channel may be sent to while `outstanding < capacity`; one entry may go past the capacity, so that an entry larger
 * than the whole channel is no deadlock.
 */
export class Credits {
  private readonly sentTotals: Int32Array
  private readonly takenTotals: Int32Array

  static memory(channels: number): SharedArrayBuffer {
    return new SharedArrayBuffer(Math.max(1, channels) * 8)
  }

  constructor(memory: SharedArrayBuffer) {
    const channels = memory.byteLength / 8
    this.sentTotals = new Int32Array(memory, 0, channels)
    this.takenTotals = new Int32Array(memory, channels * 4, channels)
  }

  outstanding(channel: number): number {
    return (this.sentTotals[channel] - Atomics.load(this.takenTotals, channel)) | 0
  }

  /** Called by the producer only. */
  sent(channel: number, weight: number): void {
    this.sentTotals[channel] += weight
  }

  /** Called by the consumer only. */
  taken(channel: number, weight: number): void {
    Atomics.store(this.takenTotals, channel, (this.takenTotals[channel] + weight) | 0)
  }
}
