/**
 * Processing time, in milliseconds since 1970. Everything that waits for it asks a clock, so that tests can drive it.
 *
 * An operator asks `now` and says when it wants to be called next (`OperatorInstance.nextProcessingTime`); it starts no
 * timers of its own.
 */
export interface Clock {
  now(): number
  /** Calls once at `time` or later; returns what cancels it. */
  at(time: number, call: () => void): () => void
}

/** The longest wait setTimeout knows; it is taken up anew after that. */
const LONGEST_WAIT = 2 ** 31 - 1

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  at(time, call) {
    let timer: NodeJS.Timeout
    const wait = () => {
      const left = time - Date.now()
      timer = left > LONGEST_WAIT ? setTimeout(wait, LONGEST_WAIT) : setTimeout(call, Math.max(0, left))
    }
    wait()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until it is told: what is due is called in the order of its time. */
export class ManualClock implements Clock {
  private time: number
  private waiting: { time: number; call: () => void }[] = []

  constructor(time = 0) {
    this.time = time
  }

  now(): number {
    return this.time
  }

  at(time: number, call: () => void): () => void {
    const entry = { time, call }
    this.waiting.push(entry)
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry)
    }
  }

  /** When the next call is due, if any is waited for. */
  get next(): number | undefined {
    return this.waiting.length === 0 ? undefined : Math.min(...this.waiting.map(({ time }) => time))
  }

  /**
   * @param time never earlier than `now`
   * @param passed called after each call that was due, before the time of the next is looked for
   */
  advance(time: number, passed: () => void = () => {}): void {
    if (time < this.time) throw new RangeError(`a clock does not go back: from ${this.time} to ${time}`)
    for (;;) {
      const due = this.waiting.filter((entry) => entry.time <= time).sort((a, b) => a.time - b.time)[0]
      if (due === undefined) break
      this.waiting = this.waiting.filter((other) => other !== due)
      this.time = Math.max(this.time, due.time)
      due.call()
      passed()
    }
    this.time = time
  }
}
