/** Processing-time timers, state with a time to live, a state backend on disk, a function in a class. */
import { type Collector, disk, Environment, type OpenContext, print, type ProcessContext, type ValueState } from 'millrace'

interface Ping {
  host: string
  ms: number
}
interface Seen {
  times: ValueState<number>
}

class Watch {
  private readonly limit: number
  constructor(limit: number) {
    this.limit = limit
  }
  open({ state }: OpenContext): Seen {
    return { times: state<number>('times', { default: 0, ttl: 60_000, refresh: 'readAndWrite' }) }
  }
  onRecord(ping: Ping, { key, state, timers, now }: ProcessContext<string, Seen>, out: Collector<string>) {
    const times = state.times.value() + 1
    state.times.update(times)
    if (ping.ms > this.limit) timers.registerProcessingTime(now + 1)
    if (times === 1) out.collect(`${key} answers`)
  }
  onTimer(_time: number, { key }: ProcessContext<string, Seen>, out: Collector<string>) {
    out.collect(`${key} is slow`)
  }
}

const env = new Environment({ parallelism: 2, state: disk() })

env
  .fromCollection<Ping>([
    { host: 'alpha', ms: 3 },
    { host: 'beta', ms: 300 },
    { host: 'alpha', ms: 4 },
  ])
  .keyBy((ping) => ping.host)
  .process(new Watch(100))
  .name('Watch')
  .sink(print())

await env.execute('pings')
