import type { WriteStream } from 'node:tty'
import { truncate } from './text-width.ts'

/**
 * The last lines of a terminal, rewritten in place. What is printed meanwhile goes above them. Each change is one
 * write that overwrites before it clears, so nothing flickers; nothing but the cursor's place is changed, so there is
 * nothing to restore when the process dies.
 */
export class LiveArea {
  private readonly terminal: WriteStream
  private shown: readonly string[] = []
  private wanted: readonly string[] = []

  constructor(terminal: WriteStream) {
    this.terminal = terminal
  }

  /** Shows these lines in place of the ones before, as far as the terminal is wide and high. */
  show(lines: readonly string[]): void {
    this.wanted = lines
    this.terminal.write(this.erased(false) + this.drawn())
  }

  /** Takes the lines away while something else is written, and puts them back below it. */
  writeAbove(write: () => void): void {
    if (this.shown.length > 0) this.terminal.write(this.erased(true))
    this.shown = []
    write()
    if (this.wanted.length > 0) this.terminal.write(this.drawn())
  }

  /** Takes the lines away for good. */
  clear(): void {
    this.wanted = []
    this.terminal.write(this.erased(true))
    this.shown = []
  }

  private drawn(): string {
    const columns = this.terminal.columns || 80
    const rows = this.terminal.rows || 24
    // The cursor stands below the last line; a line that fills the last column would wrap on some terminals.
    this.shown = this.wanted.slice(0, Math.max(0, rows - 1)).map((line) => truncate(line, columns - 1))
    return `${this.shown.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`
  }

  private erased(clear: boolean): string {
    const up = this.shown.length > 0 ? `\x1b[${this.shown.length}A\r` : '\r'
    return clear ? `${up}\x1b[J` : up
  }
}
