// timeWindow on a stream without keys has one instance, on a keyed one it follows the parallelism
import { Environment, generate, print } from 'millrace'

const env = new Environment({ parallelism: 3 })
const drops = env.source(generate(i => ({ roof: i % 2 == 0 ? 'left' : 'right', ml: i }), { count: 90 }))

drops.timeWindow(20).count('Drops').map(([, n]) => n).sink(print())

drops.keyBy('roof')
	.timeWindow(20)
	.sum('ml')
	.sink(d => d.ml > 100 && console.log(d.roof))

drops.map(d => d.ml).timeWindow(30).reduce((a, b) => a + b, 'Litres')
     .map(ml => ml / 1000)
     .setParallelism(1)
     .sink(print())

// a rainy day has three of them
await env.execute('rain')
