/** Explicit type arguments everywhere, generic functions, conditional types, arrows with type parameters. */
import { type DataStream, Environment, type KeyedStream, print, type WindowedStream, count } from 'millrace'

type Versioned<T, V extends number = number> = { readonly version: V; readonly body: T }
type Body<T> = T extends Versioned<infer B, infer _V> ? B : never

const bodyOf = <T, V extends number>(message: Versioned<T, V>): T => message.body
const wrap = <const T,>(version: number) => (body: T): Versioned<T> => ({ version, body })
function pick<T, K extends keyof T>(key: K): (record: T) => T[K] {
  return (record) => record[key]
}

const env: Environment = new Environment()

const messages: DataStream<Versioned<{ topic: string; size: number }>> = env.fromCollection<
  Versioned<{ topic: string; size: number }>
>([
  { version: 1, body: { topic: 'a<b', size: 3 } },
  { version: 2, body: { topic: 'c>d', size: 4 } },
  { version: 2, body: { topic: 'a<b', size: 5 } },
])

const bodies = messages.map<Body<Versioned<{ topic: string; size: number }>>>(bodyOf)
const sizes: DataStream<number> = bodies.map(pick<{ topic: string; size: number }, 'size'>('size'))
const keyed: KeyedStream<string, { topic: string; size: number }> = bodies.keyBy<'topic'>('topic')
const windowed: WindowedStream<string, { topic: string; size: number }> = keyed.window(count(2))

windowed.sum<'size'>('size').map<string>((record) => record.topic + record.size).sink(print<string>())
sizes.map<Versioned<number>>(wrap<number>(1)).flatMap<number>(({ version, body }) => [version, body]).sink(print<number>())

await env.execute('generics')
