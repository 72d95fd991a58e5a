import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'

const HEAD = `import { type Collector, Environment, outputTag } from '../../../runtime/src/index.ts'
interface Trip { readonly origin: string; readonly delay: number }
interface Alert { readonly text: string }
declare const trips: ReturnType<typeof keyedTrips>
const keyedTrips = () => new Environment().fromCollection([{ origin: 'ORD', delay: 1 } as Trip]).keyBy('origin')
const words = new Environment().fromCollection(['a'])
const alerts = outputTag<Alert>('alerts')
/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_same: Same<A, B>) => {}
`

/** Bodies of functions, and what the compiler has to say of each: nothing, or this text. */
const CASES: Record<string, readonly [body: string, message?: string]> = {
  'the stream of results has the type of the collector, the record, key and state their own': [
    `const out = trips.process({
       open: ({ state, mapState }) => ({ count: state('count', { default: 0 }), last: mapState<string, Trip>('last') }),
       onRecord(trip, context, out: Collector<Alert>) {
         same<typeof trip, Trip>(true)
         same<typeof context.key, string>(true)
         same<typeof context.timestamp, number | undefined>(true)
         context.state.count.update(context.state.count.value() + 1)
         same<ReturnType<typeof context.state.last.get>, Trip | undefined>(true)
         out.collect({ text: context.key })
       },
       onTimer(time, context, out) {
         same<typeof time, number>(true)
         same<typeof context.timeDomain, 'event' | 'processing'>(true)
         same<ReturnType<typeof context.state.count.value>, number>(true)
         out.collect({ text: String(time) })
       },
     })
     out.inspect((alert) => same<typeof alert, Alert>(true))`,
  ],
  'open may be asynchronous': [
    `trips.process({
       open: async ({ instance }) => ({ table: new Map<string, number>([['a', instance]]) }),
       onRecord(trip, { state }, out: Collector<number>) { out.collect(state.table.get(trip.origin) ?? 0) },
     })`,
  ],
  'a value without a default may be missing': [
    `trips.process({
       open: ({ state }) => ({ last: state<Trip>('last') }),
       onRecord(trip, { state }, out: Collector<Trip>) { out.collect(state.last.value()) },
     })`,
    "Argument of type 'Trip | undefined' is not assignable to parameter of type 'Trip'",
  ],
  'what is collected must be of the type of the collector': [
    'trips.process({ onRecord(trip, context, out: Collector<Alert>) { out.collect({ text: trip.delay }) } })',
    "Type 'number' is not assignable to type 'string'",
  ],
  'state that was not declared is not there': [
    `trips.process({
       open: ({ state }) => ({ count: state('count', { default: 0 }) }),
       onRecord(trip, { state }) { state.sum.update(1) },
     })`,
    "Property 'sum' does not exist on type",
  ],
  'a side output takes records of its tag': [
    'trips.process({ onRecord(trip, { output }) { output(alerts, { text: trip.origin }); output(alerts, trip.origin) } })',
    "Argument of type 'string' is not assignable to parameter of type 'Alert'",
  ],
  'a stream without keys has records without a key': [
    'words.process({ onRecord(word, { key }) { same<typeof key, never>(true); same<typeof word, string>(true) } })',
  ],
  'two keyed inputs have records of their own and the same key': [
    `trips.connect(words.keyBy((word) => word)).process({
       open: ({ state }) => ({ trip: state<Trip>('trip') }),
       onLeft(trip, { state }) { state.trip.update(trip) },
       onRight(word, { key, state }, out: Collector<[string, Trip | undefined]>) {
         same<typeof word, string>(true)
         same<typeof key, string>(true)
         out.collect([word, state.trip.value()])
       },
     }).inspect((pair) => same<typeof pair, [string, Trip | undefined]>(true))`,
  ],
  'broadcast rules have no key, records have': [
    `trips.connect(words.broadcast()).process({
       open: ({ broadcastState }) => broadcastState<string, number>('words'),
       onRecord(trip, { key, state }, out: Collector<number>) {
         same<typeof key, string>(true)
         out.collect(state.get(trip.origin) ?? 0)
       },
       onBroadcast(word, { key, state }) { same<typeof key, undefined>(true); state.set(word, word.length) },
     }).inspect((n) => same<typeof n, number>(true))`,
  ],
  'an interval join without a function gives pairs': [
    `trips.intervalJoin(words.keyBy((word) => word), { lower: 0, upper: 1 })
       .inspect((pair) => same<typeof pair, [Trip, string]>(true))`,
  ],
  'asyncMap gives what the promise is of': [
    'words.asyncMap(async (word) => word.length).inspect((n) => same<typeof n, number>(true))',
  ],
}

describe('types of process functions', () => {
  let messages: Map<string, string[]>

  beforeAll(() => {
    const file = fileURLToPath(new URL('process-types-snippet.ts', import.meta.url))
    let text = HEAD
    const ends = Object.entries(CASES).map(([name, [body]], i) => {
      text += `export function case${i}() {\n${body}\n}\n`
      return [name, text.length] as const
    })
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
    host.getSourceFile = (name, ...rest) =>
      name === file
        ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
        : getSourceFile.call(host, name, ...rest)
    host.fileExists = (name) => name === file || fileExists.call(host, name)
    host.readFile = (name) => (name === file ? text : readFile.call(host, name))
    const program = ts.createProgram([file], options, host)
    const source = program.getSourceFile(file)!
    messages = new Map(ends.map(([name]) => [name, []]))
    for (const { start, messageText } of [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]) {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n')
      const found = start! < HEAD.length ? undefined : ends.find(([, end]) => start! < end)
      if (found === undefined) throw new Error(message)
      messages.get(found[0])!.push(message)
    }
  })

  it.each(Object.entries(CASES))('%s', (name, [, message]) => {
    const own = messages.get(name)!
    if (message === undefined) expect(own).toEqual([])
    else expect(own).toEqual([expect.stringContaining(message)])
  })
})
