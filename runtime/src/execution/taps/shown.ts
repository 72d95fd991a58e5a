import { inspect } from 'node:util'

/** Characters of a record that are told. */
const MOST = 16_384
/** Deeper than this is no JSON for us; it may be a cycle. */
const DEPTH = 100

/** A value as text for people to read. */
export interface Shown {
  readonly text: string
  /** The text is JSON, which gives the value again unless it has been cut. */
  readonly json: boolean
  readonly cut?: true
}

/** As JSON where that says all, otherwise as Node prints it. Costs no more for a large value than for what is shown of it. */
export function shown(value: unknown): Shown {
  const writer = new JsonWriter()
  const json = writer.write(value, 0)
  const text = json
    ? writer.text
    : inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY, maxStringLength: MOST, maxArrayLength: 1_000 })
  return text.length > MOST ? { text: text.slice(0, MOST), json, cut: true } : { text, json }
}

/** Writes JSON until there is enough of it. */
class JsonWriter {
  text = ''

  /** False if the value is not what its JSON would give again. */
  write(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case 'string':
        this.text += JSON.stringify(value.length > MOST ? value.slice(0, MOST) : value)
        return true
      case 'number':
        this.text += value
        return Number.isFinite(value) && !Object.is(value, -0)
      case 'boolean':
        this.text += value
        return true
      case 'object':
        return depth < DEPTH && this.object(value, depth)
      default:
        return false
    }
  }

  private object(value: object | null, depth: number): boolean {
    if (value === null) {
      this.text += 'null'
      return true
    }
    if (Array.isArray(value)) {
      this.text += '['
      for (let i = 0; i < value.length && !this.enough; i++) {
        if (i > 0) this.text += ','
        if (!this.write(value[i], depth + 1)) return false
      }
      this.text += ']'
      return true
    }
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return false
    let first = true
    this.text += '{'
    for (const name in value) {
      if (this.enough) break
      this.text += first ? `${JSON.stringify(name)}:` : `,${JSON.stringify(name)}:`
      first = false
      if (!this.write((value as Record<string, unknown>)[name], depth + 1)) return false
    }
    this.text += '}'
    return true
  }

  private get enough(): boolean {
    return this.text.length > MOST
  }
}
