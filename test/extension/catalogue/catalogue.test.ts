import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import {
  byMethod,
  factories,
  type MethodEntry,
  methods,
  operatorMethods,
  settingMethods,
  sinks,
  sourceMethods,
  sources,
  strategyMethods,
  triggers,
  windowFunctions,
  windowMethods,
  windowSettings,
  windows,
} from '../../../extension/src/catalogue/index.ts'
import * as api from '../../../runtime/src/index.ts'

const { Environment } = api
const codicons = readFileSync(createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.css'), 'utf8')
const stream = () => new Environment().unconnected<any>()
const keyed = () => stream().keyBy(() => 0)

/** An object of the API that has the methods an entry says it is called on. */
const receivers: Record<MethodEntry['on'], () => object> = {
  environment: () => new Environment(),
  stream,
  keyed,
  windowed: () => keyed().window(api.count(2)),
  connected: () => keyed().connect(keyed()),
  end: () => stream().sink(),
}

/** The names of all methods of an object, down to Object. */
function methodsOf(object: object): string[] {
  const names = new Set<string>()
  for (let type = object; type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const name of Object.getOwnPropertyNames(type)) {
      if (name !== 'constructor' && typeof (object as Record<string, unknown>)[name] === 'function') names.add(name)
    }
  }
  return [...names].sort()
}

describe('the catalogue is what the API is', () => {
  it.each(methods)('$on.$method(..) exists', ({ on, method }) => {
    expect(methodsOf(receivers[on]())).toContain(method)
  })

  it('every public method of a stream is in it, and no other', () => {
    const known = [...operatorMethods, ...windowMethods, ...strategyMethods, ...settingMethods]
      .filter(({ on }) => on === 'stream' || on === 'keyed')
      .map(({ method }) => method)
    // A side output is read, and adds no operator. The others are not for users.
    const internal = ['add', 'change', 'connectBroadcast', 'partitioned', 'stream', 'windowed', 'sideOutput']
    expect(methodsOf(keyed()).filter((name) => !internal.includes(name))).toEqual([...new Set(known)].sort())
  })

  it('every method of windows is in it', () => {
    const known = [...windowSettings, ...windowFunctions].map(({ method }) => method)
    expect(methodsOf(receivers.windowed()).filter((name) => !['apply', 'select', 'add'].includes(name))).toEqual(
      known.sort(),
    )
  })

  it('every exported function is in it, or makes none of a source, a sink, a window or a trigger', () => {
    const others = [
      'defineSink',
      'defineSource',
      'disk',
      'fromCollection',
      'isJobError',
      'outputTag',
      'requireDistinctPaths',
    ]
    const internal = /^(is|check|adapt)[A-Z]/
    const exported = Object.entries(api)
      .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && !internal.test(name))
      .map(([name]) => name)
    expect(exported.filter((name) => !others.includes(name)).sort()).toEqual([...factories.keys()].sort())
  })

  it('operators made with the initial arguments have the kind and the name it says', () => {
    for (const entry of [...sourceMethods, ...operatorMethods, ...windowFunctions]) {
      const { makes, on, method } = entry
      if (makes === undefined) continue
      const operator = lastOperator(entry)
      expect([on, method, operator.kind, operator.name]).toEqual([on, method, makes.kind, nameOf(entry)])
    }
  })

  it('partition methods give the strategy it says', () => {
    for (const { method, strategy, arguments: args } of strategyMethods) {
      const partitioned = call(
        stream(),
        method,
        args.flatMap(({ initial }) => initial ?? []),
      )
      const environment = partitioned as ReturnType<typeof stream>
      environment.sink()
      expect([method, graphOf(environment).edges[0].strategy]).toEqual([method, strategy])
    }
  })

  it('sources and sinks have the names it says', () => {
    for (const { factory, name, arguments: args } of [...sources, ...sinks]) {
      const made = evaluate(`${factory}(${args.flatMap(({ initial }) => initial ?? []).join(', ')})`)
      expect([factory, (made as { name?: string }).name ?? 'Sink']).toEqual([factory, name])
    }
  })

  it('says which windows need timestamps', () => {
    for (const { factory, needsTimestamps, arguments: args } of windows) {
      const assigner = `${factory}(${args.flatMap(({ initial }) => initial ?? []).join(', ')})`
      const environment = new Environment()
      const windowed = evaluate(`stream.keyBy(() => 0).window(${assigner}).trigger(onCount(1)).count()`, {
        stream: environment.unconnected(),
      })
      void windowed
      expect([factory, environment.logicalGraph().operators.at(-1)?.eventTime ?? false]).toEqual([
        factory,
        needsTimestamps,
      ])
    }
    expect(
      triggers.map(({ factory, arguments: args }) =>
        evaluate(`${factory}(${args.map(({ initial }) => initial).join()})`),
      ),
    ).not.toContain(undefined)
  })

  it('an argument is required or optional, and required ones that are no streams and tags have an initial text', () => {
    const open = methods.flatMap(({ method, arguments: args }) =>
      args
        .filter(({ initial, optional, kind }) => !initial && !optional && kind !== 'stream' && kind !== 'tag')
        .map(({ name }) => `${method} ${name}`),
    )
    expect(open).toEqual([])
  })

  it('every entry has an icon and a sentence', () => {
    for (const { icon, help } of [...methods, ...factories.values()]) {
      expect(codicons).toContain(`.codicon-${icon}:before`)
      expect(help).toMatch(/^[A-Z].*[.]$/)
    }
  })

  it('methods are found by what they are called on', () => {
    expect(byMethod.windowed.get('sum')?.makes?.kind).toBe('window')
    expect(byMethod.stream.get('sum')?.makes?.kind).toBe('sum')
    expect(byMethod.connected.get('process')?.makes?.kind).toBe('connect')
    expect(byMethod.stream.get('process')?.makes?.kind).toBe('process')
  })
})

function nameOf({ method, makes }: MethodEntry): string {
  // `source` and `sink` take the name of what they are given.
  return method === 'source' ? 'Generate' : method === 'sink' ? 'Print' : makes!.name
}

function evaluate(text: string, more: Record<string, unknown> = {}): unknown {
  const names = { ...api, ...more }
  // The catalogue's own texts, with the names that a job imports.
  return new Function(...Object.keys(names), `return ${text.replace(/: Collector<unknown>/, '')}`)(
    ...Object.values(names),
  )
}

function call(receiver: object, method: string, args: readonly string[]): unknown {
  return evaluate(`receiver.${method}(${args.join(', ')})`, { receiver })
}

function graphOf(value: object) {
  const symbol = Object.getOwnPropertySymbols(value).find((key) => String(key).includes('internals'))!
  return (value as Record<symbol, { builder: { graph: api.LogicalGraph } }>)[symbol].builder.graph
}

/** The operator that a call with the initial arguments makes. */
function lastOperator({ on, method, arguments: args }: MethodEntry): api.Operator {
  const environment = new Environment()
  const plain = environment.unconnected<any>()
  const other = on === 'keyed' || method === 'connect' ? 'other.keyBy(() => 0)' : 'other'
  const texts = args.flatMap(({ kind, initial }) => (kind === 'stream' ? other : (initial ?? [])))
  const start = {
    environment: 'environment',
    stream: 'plain',
    keyed: 'plain.keyBy(() => 0)',
    windowed: 'plain.keyBy(() => 0).window(count(2))',
    connected: 'plain.keyBy(() => 0).connect(other.keyBy(() => 0))',
    end: 'plain.sink()',
  }[on]
  evaluate(`${start}.${method}(${texts.join(', ')})`, { environment, plain, other: environment.unconnected() })
  return environment.logicalGraph().operators.at(-1)!
}
