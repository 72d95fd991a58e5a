import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** What the compiler says of a job, as a user's editor would show it. */
function messages(body: string): string[] {
  const file = fileURLToPath(new URL('snippet.ts', import.meta.url))
  const text = `import { Environment, print } from '../../../runtime/src/index.ts'
const env = new Environment()
const words = env.fromCollection(['a', 'b'])
const pairs = words.map((word) => [word, 1])
const trips = env.fromCollection([{ origin: 'ORD', delay: 1.5, at: new Date() }])
${body}
export {}
`
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.es2024.sharedmemory.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  }
  const host = ts.createCompilerHost(options, true)
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
    let source = sources.get(name)
    if (source === undefined) {
      source = getSourceFile.call(host, name, ...rest)
      sources.set(name, source)
    }
    return source
  }
  host.fileExists = (name) => name === file || fileExists.call(host, name)
  host.readFile = (name) => (name === file ? text : readFile.call(host, name))
  const program = ts.createProgram([file], options, host)
  const source = program.getSourceFile(file)!
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  )
}
/** Declaration files are read once for all snippets. */
const sources = new Map<string, ts.SourceFile | undefined>()

/** The type of an expression, as an editor shows it. */
function typeOf(expression: string): string {
  const [message] = messages(`const wrong: { never: 1 } = ${expression}`)[0].split('\n')
  const match = /^(?:Type|Property 'never' is missing in type) '(.*?)' (?:is not assignable|but required)/.exec(message)
  return match?.[1] ?? message
}

describe('ill-formed jobs do not compile', () => {
  it.each([
    ['sum of a text field', "trips.keyBy('origin').sum('origin')"],
    ['sum of a text in a tuple', 'pairs.keyBy(0).sum(0)'],
    ['sum of a date', "trips.keyBy('origin').sum('at')"],
    ['reduce on a stream without keys', 'words.reduce((a, b) => a + b)'],
    ['sum on a stream without keys', 'pairs.sum(1)'],
    ['sum after a partition call, which loses the keys', 'pairs.keyBy(0).shuffle().sum(1)'],
    ['reduce after reduce: its result has no keys', 'words.keyBy((w) => w).reduce((a) => a).reduce((a) => a)'],
    ['an operator after a sink', 'words.sink(print()).map((word) => word)'],
    ['a key selector that does not exist', "trips.keyBy('destination')"],
    ['an index that does not exist', 'pairs.keyBy(2)'],
    ['a field selector on a number', "words.map((word) => word.length).keyBy('length')"],
    ['a key that is null', 'words.keyBy(() => null)'],
    ['a field as key that may be missing', "env.unconnected<{ at?: number }>().keyBy('at')"],
    [
      'a window join by a field that may be missing',
      "trips.windowJoin(env.unconnected<{ origin?: string }>(), 'origin', 10)",
    ],
    ['a union of different types', 'words.union(pairs)'],
    ['a reduce that returns another type', 'words.keyBy((w) => w).reduce((a, b) => a.length + b.length)'],
    ['a partition function that returns a text', "words.partition(() => 'first')"],
    ['a flatMap that returns a number', 'words.flatMap((word) => word.length)'],
    ['a sink for other records', 'words.sink((n: number) => n)'],
    ['an error policy that does not exist', "words.onError('ignore')"],
  ])('%s', (_name, body) => {
    expect(messages(body)).not.toEqual([])
  })

  it('a key may be an object of an interface', () => {
    expect(
      messages(
        'interface Place { city: string }; env.unconnected<{ place: Place }>().keyBy((r) => r.place).keyBy("place")',
      ),
    ).toEqual([])
  })

  it('records may be of an unknown type', () => {
    expect(messages('env.unconnected<unknown>().map((record) => record).filter(() => true).sink()')).toEqual([])
  })

  it('a well-formed one does', () => {
    expect(messages("trips.keyBy('origin').sum('delay').map((trip) => trip.delay).sink((n: number) => n)")).toEqual([])
  })

  it('and the compiler says which fields there are', () => {
    expect(messages("trips.keyBy('origin').sum('origin')")).toMatchInlineSnapshot(`
      [
        "No overload matches this call.
        Overload 1 of 2, '(field: "delay", name?: string | undefined): DataStream<{ origin: string; delay: number; at: Date; }>', gave the following error.
          Argument of type '"origin"' is not assignable to parameter of type '"delay"'.
        Overload 2 of 2, '(fn: (record: { origin: string; delay: number; at: Date; }) => number, name?: string | undefined): DataStream<[string, number]>', gave the following error.
          Argument of type 'string' is not assignable to parameter of type '(record: { origin: string; delay: number; at: Date; }) => number'.",
      ]
    `)
    expect(messages("trips.keyBy('destination')")).toMatchInlineSnapshot(`
      [
        "No overload matches this call.
        Overload 1 of 2, '(field: "at" | "origin" | "delay", name?: string | undefined): KeyedStream<string | number | Date, { origin: string; delay: number; at: Date; }>', gave the following error.
          Argument of type '"destination"' is not assignable to parameter of type '"at" | "origin" | "delay"'.
        Overload 2 of 2, '(fn: (record: { origin: string; delay: number; at: Date; }) => Key, name?: string | undefined): KeyedStream<string | number | bigint | boolean | object, { origin: string; delay: number; at: Date; }>', gave the following error.
          Argument of type 'string' is not assignable to parameter of type '(record: { origin: string; delay: number; at: Date; }) => Key'.",
      ]
    `)
    expect(messages('words.reduce((a, b) => a + b)')).toMatchInlineSnapshot(`
      [
        "Property 'reduce' does not exist on type 'DataStream<string>'.",
        "Parameter 'a' implicitly has an 'any' type.",
        "Parameter 'b' implicitly has an 'any' type.",
      ]
    `)
    expect(messages('pairs.keyBy(0).shuffle().sum(1)')).toMatchInlineSnapshot(`
      [
        "Property 'sum' does not exist on type 'DataStream<[string, number]>'.",
      ]
    `)
    expect(messages('words.sink().map((word) => word)')).toMatchInlineSnapshot(`
      [
        "Property 'map' does not exist on type 'DataStreamSink'.",
        "Parameter 'word' implicitly has an 'any' type.",
      ]
    `)
  })
})

describe('types of what operators yield', () => {
  it.each([
    ['a function that returns [word, 1] gives pairs, without as const', 'pairs', 'DataStream<[string, number]>'],
    ['map', 'words.map((word) => word.length)', 'DataStream<number>'],
    ['map to an object', 'words.map((word) => ({ word, n: 1 }))', 'DataStream<{ word: string; n: number; }>'],
    ['flatMap of an array', "words.flatMap((word) => word.split(''))", 'DataStream<string>'],
    ['flatMap of a generator', 'words.flatMap(function* (word) { yield word.length })', 'DataStream<number>'],
    ['flatMap of pairs', 'words.flatMap((word) => [[word, 1]])', 'DataStream<[string, number]>'],
    ['filter', 'words.filter((word) => word.length)', 'DataStream<string>'],
    [
      'filter with a type guard',
      "pairs.map((p): string | number => p[0]).filter((x): x is number => typeof x === 'number')",
      'DataStream<number>',
    ],
    ['keyBy a property', "trips.keyBy('origin')", 'KeyedStream<string, { origin: string; delay: number; at: Date; }>'],
    ['keyBy an index', 'pairs.keyBy(1)', 'KeyedStream<number, [string, number]>'],
    ['keyBy a function', 'words.keyBy((word) => word.length)', 'KeyedStream<number, string>'],
    [
      'sum of a field',
      "trips.keyBy('origin').sum('delay')",
      'DataStream<{ origin: string; delay: number; at: Date; }>',
    ],
    ['sum of an index', 'pairs.keyBy(0).sum(1)', 'DataStream<[string, number]>'],
    ['sum of a function', "trips.keyBy('origin').sum((trip) => trip.delay)", 'DataStream<[string, number]>'],
    ['reduce', 'words.keyBy((word) => word).reduce((a, b) => a + b)', 'DataStream<string>'],
    ['inspect', 'pairs.inspect(console.log)', 'DataStream<[string, number]>'],
    ['union', 'words.union(words)', 'DataStream<string>'],
    ['a partition call on a keyed stream', 'pairs.keyBy(0).shuffle()', 'DataStream<[string, number]>'],
    ['name keeps the kind of stream', "pairs.keyBy(0).name('By word')", 'KeyedStream<string, [string, number]>'],
    ['parameter, of a text', "env.parameter('file', 'a.txt')", 'string'],
    ['parameter, of a number', "env.parameter('limit', 10)", 'number'],
    ['parameter, of a truth value', "env.parameter('fast', false)", 'boolean'],
  ])('%s', (_name, expression, type) => {
    expect(typeOf(expression)).toBe(type)
  })
})
