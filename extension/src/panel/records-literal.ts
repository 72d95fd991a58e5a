import type { PanelRecord } from 'millrace-webview/shared'

/**
 * Records as an array of TypeScript, for a test's input. What is no JSON, or was cut, cannot be one: it is said in a
 * comment.
 */
export function recordsLiteral(records: readonly PanelRecord[], indent = ''): string {
  const lines = records.map((record) => {
    const literal = literalOf(record)
    if (literal !== undefined) return `${indent}  ${literal},`
    const why = record.cut ? 'is too long to be shown whole' : 'is no JSON'
    return `${indent}  // a record ${why}: ${oneLine(record.text)}`
  })
  return lines.length === 0 ? '[]' : `[\n${lines.join('\n')}\n${indent}]`
}

/** A record as TypeScript; undefined where it is not known whole. */
export function literalOf({ text, json, cut }: Pick<PanelRecord, 'text' | 'json' | 'cut'>): string | undefined {
  if (!json || cut) return undefined
  try {
    return literal(JSON.parse(text))
  } catch {
    return undefined
  }
}

function literal(value: unknown): string {
  if (typeof value === 'string') return stringLiteral(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([name, member]) => `${nameOf(name)}: ${literal(member)}`)
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }
  return String(value)
}

/** `__proto__` as a member of a literal is no member. */
const nameOf = (name: string) =>
  name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name)

const stringLiteral = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const oneLine = (text: string) => {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
