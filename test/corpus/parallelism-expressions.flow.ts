/** Parallelism that only the machine knows: 'auto', the number of cores, an environment variable. */
import { availableParallelism } from 'node:os'
import { Environment, generate, print } from 'millrace'

const half = Math.max(1, Math.floor(availableParallelism() / 2))
const wanted = Number(process.env.PACKET_PARALLELISM ?? '1')

const env = new Environment({ parallelism: 'auto', threads: 2 })

env
  .source(generate((i) => ({ port: 1024 + (i % 3), bytes: i * 10 }), { count: 60 }), 'Packets')
  .map((packet) => ({ ...packet, kb: packet.bytes / 1024 }))
  .setParallelism(half)
  .filter(({ bytes }) => bytes > 100)
  .setParallelism(wanted > 0 ? wanted : 1)
  .keyBy('port')
  .sum('bytes')
  .map(({ port, bytes }) => `${port}: ${bytes}`)
  .sink(print())

await env.execute('packets')
