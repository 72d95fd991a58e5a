import { FINAL_WATERMARK, NO_TIMESTAMP } from './timestamp.ts'

interface ChannelTime {
  watermark: number
  idle: boolean
  ended: boolean
  /** It counts in the minimum: it is active and has caught up with the output. */
  aligned: boolean
}

/**
 * The watermark of an instance with several input channels: the smallest of those that are active and have caught up
 * (Flink's `StatusWatermarkValve`). It never falls. When the last active channel goes idle, the largest watermark of all
 * is given first. A channel that has ended is waited for no more; when all have, the watermark is the final one.
 */
export class WatermarkValve {
  private readonly channels: ChannelTime[]
  /** The watermark so far. */
  output = NO_TIMESTAMP
  /** Whether all channels that have not ended are idle. */
  idle = false
  private open: number

  constructor(channels: number) {
    this.channels = Array.from({ length: channels }, () => ({
      watermark: NO_TIMESTAMP,
      idle: false,
      ended: false,
      aligned: true,
    }))
    this.open = channels
  }

  watermark(channel: number, time: number): void {
    const own = this.channels[channel]
    if (own.idle || own.ended || time <= own.watermark) return
    const before = own.watermark
    own.watermark = time
    if (!own.aligned) {
      if (time < this.output) return
      own.aligned = true
      this.advance()
    } else if (before <= this.output) this.advance()
  }

  becomesIdle(channel: number): void {
    const own = this.channels[channel]
    if (own.idle || own.ended) return
    own.idle = true
    own.aligned = false
    this.left(own)
  }

  becomesActive(channel: number): void {
    const own = this.channels[channel]
    if (!own.idle || own.ended) return
    own.idle = false
    own.aligned = own.watermark >= this.output
    this.idle = false
  }

  ends(channel: number): void {
    const own = this.channels[channel]
    if (own.ended) return
    own.ended = true
    own.aligned = false
    if (--this.open === 0) {
      this.idle = false
      this.output = FINAL_WATERMARK
    } else this.left(own)
  }

  /** A channel that was waited for is waited for no longer. */
  private left(own: ChannelTime): void {
    if (this.channels.some((channel) => !channel.idle && !channel.ended)) {
      this.advance()
      return
    }
    if (!own.ended) {
      const most = Math.max(...this.channels.map((channel) => channel.watermark))
      if (most > this.output) this.output = most
    }
    this.idle = true
  }

  private advance(): void {
    let least = FINAL_WATERMARK
    let any = false
    for (const channel of this.channels) {
      if (!channel.aligned) continue
      any = true
      if (channel.watermark < least) least = channel.watermark
    }
    if (any && least > this.output) this.output = least
  }
}
