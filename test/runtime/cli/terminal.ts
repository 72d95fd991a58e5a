import { EventEmitter } from 'node:events'

const ESC = '\u001b'
const parts = new RegExp(`${ESC}\\[\\d*[A-Z]|[\\r\\n]|[^${ESC}\\r\\n]+|${ESC}`, 'g')
const up = new RegExp(`^${ESC}\\[(\\d+)A$`)

/** A terminal as far as this command line uses one; anything else it is sent fails the test. */
export class FakeTerminal extends EventEmitter {
  readonly isTTY = true
  readonly writableNeedDrain = false
  columns: number
  rows: number
  /** Number of writes so far. */
  writes = 0
  private readonly screen: string[] = ['']
  private row = 0
  private column = 0

  constructor(columns = 80, rows = 24) {
    super()
    this.columns = columns
    this.rows = rows
  }

  write(text: string): boolean {
    this.writes++
    for (const part of text.match(parts) ?? []) this.apply(part)
    return true
  }

  /** What one sees, without empty lines at the end. */
  get text(): string {
    return this.screen.join('\n').replace(/\n+$/, '')
  }

  as(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream
  }

  private apply(part: string): void {
    if (part === '\r') this.column = 0
    else if (part === '\n') {
      this.row++
      this.column = 0
      if (this.row === this.screen.length) this.screen.push('')
    } else if (part === '\x1b[K') this.screen[this.row] = this.screen[this.row].slice(0, this.column)
    else if (part === '\x1b[J') {
      this.screen[this.row] = this.screen[this.row].slice(0, this.column)
      this.screen.length = this.row + 1
    } else if (up.test(part)) {
      const rows = Number(up.exec(part)![1])
      if (rows >= this.rows) throw new Error(`moved up ${rows} rows on a screen of ${this.rows}`)
      this.row = Math.max(0, this.row - rows)
    } else if (part.startsWith(ESC)) throw new Error(`unknown sequence ${JSON.stringify(part)}`)
    else {
      if (part.length >= this.columns && part.startsWith('|')) throw new Error(`wider than the terminal: ${part}`)
      const line = this.screen[this.row].padEnd(this.column)
      this.screen[this.row] = line.slice(0, this.column) + part + line.slice(this.column + part.length)
      this.column += part.length
    }
  }
}
