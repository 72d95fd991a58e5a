import ts from 'typescript'
import type { TextRange } from '../../document/index.ts'
import type { JobTypes, RecordType } from './job-types.ts'
import type { Places } from './places.ts'

const STREAMS = new Set(['DataStream', 'KeyedStream', 'BroadcastStream'])
const LONGEST_SHORT = 60
const LONGEST_FULL = 4_000
const MOST_PROPERTIES = 100

/** Asked between two types. True: nobody wants them any more. */
export type IsSuperseded = () => boolean

/** The record types at the places of a job; undefined when they are no longer wanted. */
export function recordTypes(
  program: ts.Program,
  source: ts.SourceFile,
  places: Places,
  isSuperseded: IsSuperseded,
): JobTypes | undefined {
  const reader = new RecordTypes(program)
  const nodes = expressionsAt(source, [...places.operators, ...places.edges.map(({ reader }) => reader)])
  const at = (range: TextRange | null): RecordType | null => {
    const node = range && nodes.get(keyOf(range.offset, range.offset + range.length))
    return node ? reader.recordOf(node) : null
  }
  const operators: (RecordType | null)[] = []
  // In the order of the text: what a call is made on is known before the call.
  for (const place of places.operators) {
    if (isSuperseded()) return undefined
    operators.push(at(place))
  }
  const edges: (RecordType | null)[] = []
  for (const { source, reader, implied } of places.edges) {
    if (isSuperseded()) return undefined
    const type = (source === null ? null : operators[source]) ?? at(reader)
    edges.push(type)
    if (implied !== null) operators[implied] = type
  }
  return { operators, edges }
}

const keyOf = (start: number, end: number) => `${start} ${end}`

/** The expressions that take up given stretches of the text. A loop: chains may be longer than the stack is deep. */
function expressionsAt(source: ts.SourceFile, wanted: readonly (TextRange | null)[]): Map<string, ts.Node> {
  const keys = new Set<string>()
  const ends = new Set<number>()
  for (const range of wanted) {
    if (range === null) continue
    keys.add(keyOf(range.offset, range.offset + range.length))
    ends.add(range.offset + range.length)
  }
  const found = new Map<string, ts.Node>()
  const open: ts.Node[] = [source]
  for (let node = open.pop(); node; node = open.pop()) {
    if (ends.has(node.end) && ts.isExpression(node)) {
      const key = keyOf(node.getStart(source), node.end)
      if (keys.has(key) && !found.has(key)) found.set(key, node)
    }
    ts.forEachChild(node, (child) => void open.push(child))
  }
  return found
}

class RecordTypes {
  private readonly program: ts.Program
  private readonly checker: ts.TypeChecker
  private readonly written = new Map<ts.Type, RecordType>()

  constructor(program: ts.Program) {
    this.program = program
    this.checker = program.getTypeChecker()
  }

  /** The type of the records of a stream that an expression gives; null where it gives none that is known. */
  recordOf(node: ts.Node): RecordType | null {
    const type = this.checker.getTypeAtLocation(node)
    if (!STREAMS.has(type.symbol?.name ?? '')) return null
    const record = this.checker.getTypeArguments(type as ts.TypeReference).at(-1)
    if (record === undefined || record.flags & ts.TypeFlags.Any) return null
    let written = this.written.get(record)
    if (written === undefined) {
      written = this.write(record)
      this.written.set(record, written)
    }
    return written
  }

  private write(type: ts.Type): RecordType {
    const text = tidy(this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation))
    const short = text.length > LONGEST_SHORT ? `${text.slice(0, LONGEST_SHORT - 1)}…` : text
    return { short, full: this.properties(type) ?? text.slice(0, LONGEST_FULL) }
  }

  /** `{ origin: string; delay: number }` of a type of the user's that has a name. */
  private properties(type: ts.Type): string | undefined {
    const symbol = type.aliasSymbol ?? type.symbol
    const file = symbol?.declarations?.[0]?.getSourceFile()
    if (file === undefined || this.program.isSourceFileDefaultLibrary(file)) return undefined
    if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0) return undefined
    const properties = type.getProperties()
    if (properties.length === 0 || properties.length > MOST_PROPERTIES || isList(type, this.checker)) return undefined
    const lines = properties.map((property) => {
      const optional = property.flags & ts.SymbolFlags.Optional ? '?' : ''
      const inner = this.checker.getTypeOfSymbol(property)
      const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(property.name)
        ? property.name
        : JSON.stringify(property.name)
      return `${name}${optional}: ${tidy(this.checker.typeToString(inner, undefined, ts.TypeFormatFlags.NoTruncation))}`
    })
    return `{ ${lines.join('; ')} }`.slice(0, LONGEST_FULL)
  }
}

function isList(type: ts.Type, checker: ts.TypeChecker): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type)
}

function tidy(text: string): string {
  return text.replaceAll('; }', ' }')
}
