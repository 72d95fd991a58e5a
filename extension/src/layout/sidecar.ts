import type { Point } from './layout.ts'

/** What an operator is found again by: the document's trace. */
export interface StoredTrace {
  readonly uid?: string
  readonly name?: string
  readonly variable?: string
  readonly method: string
  readonly text: string
}

export interface StoredOperator {
  readonly trace: StoredTrace
  /** Where a person put it. */
  readonly placed?: Point
}

/**
 * What is stored beside a job: all its operators in the order of the text, those that a person placed with their
 * positions. The others are there because only the whole sequence tells apart what is alike.
 */
export interface Sidecar {
  readonly operators: readonly StoredOperator[]
}

/** A file that is damaged, or none of ours: it is left alone. */
export interface ForeignSidecar {
  /** For the user: what is wrong with which file, and what to do. */
  readonly notice: string
  /** The file may be written only after somebody was asked. */
  readonly askBeforeWriting: true
}

const VERSION = 1
const TEXTS = ['method', 'name', 'text', 'uid', 'variable'] as const

/** `flights.flow.layout.json` for `flights.flow.ts` and `flights.flow.mts`, as a path or a URI; undefined for others. */
export function sidecarOf(job: string): string | undefined {
  const match = /^(.*\.flow)\.m?ts$/s.exec(job)
  return match ? `${match[1]}.layout.json` : undefined
}

/** An operator is a line, and what it says is in the order of the alphabet: a diff shows what somebody moved. */
export function serializeSidecar({ operators }: Sidecar): string {
  const lines = operators.map(({ trace, placed }) => {
    const entries: [string, string | number][] = TEXTS.flatMap((key) =>
      trace[key] === undefined ? [] : [[key, trace[key]]],
    )
    if (placed) entries.push(['x', placed.x], ['y', placed.y])
    return `    { ${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')} }`
  })
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n  "operators": ${list},\n  "version": ${VERSION}\n}\n`
}

/**
 * Reads a sidecar; an empty file is one without operators.
 *
 * @param file how the notice calls it
 */
export function parseSidecar(text: string, file: string): Sidecar | ForeignSidecar {
  if (text.trim() === '') return { operators: [] }
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return foreign(`${file} is not JSON`)
  }
  if (!isObject(content) || !('version' in content)) return foreign(`${file} is not a layout of Millrace`)
  const { version, operators } = content
  if (typeof version === 'number' && version > VERSION)
    return foreign(`${file} was written by a newer Millrace (version ${version} of the format)`)
  if (version !== VERSION || !Array.isArray(operators)) return foreign(`${file} is not a layout of Millrace`)
  const read: StoredOperator[] = []
  for (const [index, entry] of operators.entries()) {
    const operator = readOperator(entry)
    if (operator === undefined) return foreign(`${file} is damaged: its operator ${index + 1} cannot be read`)
    read.push(operator)
  }
  return { operators: read }
}

function foreign(what: string): ForeignSidecar {
  const cure = 'Operators are placed as if it were not there. Repair or delete it, or move an operator to replace it.'
  return { notice: `${what}. ${cure}`, askBeforeWriting: true }
}

function readOperator(entry: unknown): StoredOperator | undefined {
  if (!isObject(entry)) return undefined
  const { method, text, uid, name, variable, x, y } = entry
  if (typeof method !== 'string' || typeof text !== 'string') return undefined
  for (const value of [uid, name, variable]) if (value !== undefined && typeof value !== 'string') return undefined
  const trace = Object.fromEntries(TEXTS.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])))
  if (x === undefined && y === undefined) return { trace: trace as unknown as StoredTrace }
  if (typeof x !== 'number' || typeof y !== 'number') return undefined
  return { trace: trace as unknown as StoredTrace, placed: { x, y } }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
