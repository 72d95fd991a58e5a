import type { JobOutput } from '../run/index.ts'
import type { LineTest } from './output-filter.ts'

/**
 * The lines of an output that pass a test, numbered from 0 as they come: row n stays row n until its line is dropped.
 * Lines are looked at only in `update`, so that those which nobody could have seen cost nothing.
 */
export class OutputRows {
  /** Number of the oldest row that is kept, and of the next one to come. */
  first = 0
  end = 0
  /** Why the test could not go on. */
  problem: string | undefined
  private readonly output: JobOutput
  private readonly test: LineTest | undefined
  /** Numbers of the lines from row `since` on. */
  private lines: number[] = []
  private since = 0
  /** Number of the next line to look at. */
  private next = 0

  /** @param test undefined: every line is a row */
  constructor(output: JobOutput, test: LineTest | undefined) {
    this.output = output
    this.test = test
  }

  /** Takes in what has been printed and dropped. */
  update(): void {
    const { output, test } = this
    if (!test) {
      this.first = output.first
      this.end = output.end
      return
    }
    if (this.problem === undefined) this.lookAtNew(test)
    while (this.first < this.end && this.lineOf(this.first) < output.first) this.first++
    if (this.first - this.since > this.lines.length / 2) {
      this.lines = this.lines.slice(this.first - this.since)
      this.since = this.first
    }
  }

  /** Number of the line that is a row, one of those that are kept. */
  lineOf(row: number): number {
    return this.test ? this.lines[row - this.since] : row
  }

  /** The first row whose line has this number or a greater one; `end` where there is none. */
  rowAt(line: number): number {
    let low = this.first
    let high = this.end
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.lineOf(middle) < line) low = middle + 1
      else high = middle
    }
    return low
  }

  private lookAtNew(test: LineTest): void {
    const from = Math.max(this.next, this.output.first)
    this.next = this.output.end
    if (from === this.next) return
    try {
      test(this.output.slice(from, this.next)).forEach((passes, index) => {
        if (passes) this.lines.push(from + index)
      })
    } catch (error) {
      this.problem = (error as Error).message
    }
    this.end = this.since + this.lines.length
  }
}
