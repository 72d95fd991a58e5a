// A thousand operators at parallelism 10: every tenth edge is a shuffle.
import { Environment } from 'millrace'

const env = new Environment({ parallelism: 10, threads: 2 })
let stream = env.fromCollection([1])
for (let n = 1; n < 1000; n++) stream = (n % 10 === 0 ? stream.shuffle() : stream).map((x) => x)
const start = performance.now()
env.physicalGraph()
console.log(JSON.stringify({ ms: performance.now() - start }))
