// A byte order mark at the start, CR LF in most lines but not in all, no line end at the end.
import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 1 })

const tickets = env.fromCollection([
  { id: 1, priority: 'high', hours: 3 },
  { id: 2, priority: 'low', hours: 30 },
  { id: 3, priority: 'high', hours: 1 },
])

tickets
  .keyBy('priority')
  .sum('hours')
  .map((t) => `${t.priority}: ${t.hours} h`)
  .sink(print())

tickets.filter(t => t.hours > 24).name('Overdue').sink(t => { console.log(t.id) })

await env.execute('tickets')