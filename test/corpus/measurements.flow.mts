// a .flow.mts: measurements that are cleaned by a helper, per station
import { Environment, generate, print, tumbling, type DataStream } from "millrace"

type Measurement = { station: number; at: number; value: number | null }
type Valid = { station: number; at: number; value: number }

const isValid = (m: Measurement): m is Valid => m.value !== null

const valid = (ms: DataStream<Measurement>): DataStream<Valid> => ms.filter(isValid).name("Valid")

const env = new Environment({ parallelism: 2 })
const measured = env.source(
  generate((i): Measurement => ({ station: i % 4, at: i * 1000, value: i % 9 === 0 ? null : i }), { count: 50 }),
  "Measured",
)

valid(measured)
  .assignTimestamps((m) => m.at)
  .keyBy("station")
  .window(tumbling(10_000))
  .aggregate({
    create: (): number[] => [],
    add: (values, m) => { values.push(m.value) },
    result: (values, station) => `station ${station}: ${values.join(" ")}`,
  })
  .sink(print())

await env.execute("measurements")
