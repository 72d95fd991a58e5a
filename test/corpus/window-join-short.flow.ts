// The short form of the window join, and a setting on what it gives.
import { Environment, print } from 'millrace'

const env = new Environment()

const orders = env.fromCollection([
  { id: 1, what: 'bread' },
  { id: 2, what: 'rolls' },
])
const payments = env.fromCollection([
  { id: 2, cents: 320 },
  { id: 1, cents: 410 },
])

orders
  .windowJoin(payments, 'id', 100)
  .name('Paid orders')
  .setParallelism(2)
  .map(([order, payment]) => `${order.what}: ${payment.cents}`)
  .sink(print())

await env.execute('orders')
