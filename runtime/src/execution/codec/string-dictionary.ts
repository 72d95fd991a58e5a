/** Strings both ends know by number; above this both start anew. */
const MAX_ENTRIES = 65_536
/** Longer strings are not worth remembering, in code units. */
export const MAX_LENGTH = 64
/** Batches a field goes without the dictionary after one in which it was of little use. */
const PAUSE = 16

/** What is known of a field that holds strings: whether they repeat is a matter of the field, not of the connection. */
export interface StringHabit {
  /** Batches yet to come that go without the dictionary. */
  pause: number
}

/**
 * The strings a connection has sent, each with the number the receiver knows it by: keys repeat, so a string is sent
 * once and its number afterwards. The receiver gets the same string object every time, whose hash is known, which makes
 * its own lookups faster.
 */
export class SendingDictionary {
  private readonly numbers = new Map<string, number>()
  private reset = false

  /** Whether a column of `count` strings should be sent by number. */
  worthwhile(count: number, habit: StringHabit): boolean {
    if (count > MAX_ENTRIES) return false
    if (habit.pause > 0) {
      habit.pause--
      return false
    }
    if (this.numbers.size + count > MAX_ENTRIES) {
      this.numbers.clear()
      this.reset = true
    }
    return true
  }

  /** Whether the receiver has to forget its strings first; said once. */
  takeReset(): boolean {
    const { reset } = this
    this.reset = false
    return reset
  }

  /**
   * Numbers of all strings, and in `added` those the receiver does not know. Returns false, with nothing changed for
   * the receiver, when a string is too long.
   */
  number(strings: readonly string[], numbers: Uint32Array, added: string[], habit: StringHabit): boolean {
    const known = this.numbers
    for (let index = 0; index < strings.length; index++) {
      const text = strings[index]
      let number = known.get(text)
      if (number === undefined) {
        if (text.length > MAX_LENGTH) {
          for (const forgotten of added) known.delete(forgotten)
          habit.pause = PAUSE
          return false
        }
        number = known.size
        known.set(text, number)
        added.push(text)
      }
      numbers[index] = number
    }
    if (strings.length >= 64 && added.length * 2 > strings.length && known.size > 4096) habit.pause = PAUSE
    return true
  }
}
