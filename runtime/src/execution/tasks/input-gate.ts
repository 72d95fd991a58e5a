import type { Entry, InputChannel } from '../channels/index.ts'

/**
 * The channels a task reads, as one: gives the next entry of whichever has one, each channel in its turn. Only channels
 * that have something are looked at, so that a task with thousands of quiet channels costs nothing.
 */
export class InputGate {
  private ready: InputChannel[] = []
  private next = 0
  private readonly available: () => void

  /** The channel of the entry that was taken last. */
  channel!: InputChannel

  /** @param available called when there was nothing and now there is */
  constructor(available: () => void) {
    this.available = available
  }

  /** What the gate's channels call when they get an entry after they were empty. */
  readonly channelReady = (channel: InputChannel): void => {
    const wasEmpty = this.empty
    this.ready.push(channel)
    if (wasEmpty) this.available()
  }

  get empty(): boolean {
    return this.next === this.ready.length
  }

  take(): Entry | undefined {
    if (this.empty) return undefined
    const channel = this.ready[this.next++]
    if (this.next === this.ready.length) {
      this.ready.length = 0
      this.next = 0
    } else if (this.next > 1024 && this.next * 2 > this.ready.length) {
      this.ready.splice(0, this.next)
      this.next = 0
    }
    const entry = channel.take()
    this.channel = channel
    if (!channel.empty) this.ready.push(channel)
    return entry
  }
}
