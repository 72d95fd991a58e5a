/** Opaque: streams built in loops: for, for-of, while, forEach; what follows them is known again. */
import { type DataStream, Environment, print } from 'millrace'

const env = new Environment()

const regions = ['north', 'south', 'west']

let all: DataStream<string> = env.fromCollection(['start'])
for (const region of regions) {
  all = all.union(env.fromCollection([region]).map((name) => `region ${name}`))
}
all.sink(print())

let n = env.fromCollection([1])
for (let i = 0; i < 3; i++) n = n.map((x) => x + 1)
n.filter((x) => x > 0).sink(print())

let left = 2
while (left-- > 0) env.fromCollection([left]).sink(console.log)

regions.forEach((region) => {
  env.fromCollection([region.length]).name(region).sink()
})

await env.execute('regions')
