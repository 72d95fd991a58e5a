/** A window join: what a customer has ordered and paid in the same minute. */
import { Environment, print, tumbling } from 'millrace'

const MINUTE = 60_000
const at = (time: string) => Date.parse(`2026-05-04T${time}Z`)

const env = new Environment()

const orders = env
  .fromCollection([
    { customer: 'ann', goods: 'flour', time: '10:00:10' },
    { customer: 'bob', goods: 'bran', time: '10:00:30' },
    { customer: 'ann', goods: 'oats', time: '10:01:20' },
    { customer: 'cy', goods: 'rye', time: '10:02:00' },
  ])
  .assignTimestamps((order) => at(order.time))
  .name('Orders')
const payments = env
  .fromCollection([
    { customer: 'ann', amount: 12, time: '10:00:50' },
    { customer: 'ann', amount: 7, time: '10:01:25' },
    { customer: 'cy', amount: 9, time: '10:03:01' },
  ])
  .assignTimestamps((payment) => at(payment.time))
  .name('Payments')

orders
  .windowJoin(payments, {
    left: 'customer',
    right: 'customer',
    window: tumbling(MINUTE),
    join: (order, payment) => `${order.customer} paid ${payment.amount} for ${order.goods}`,
  })
  .sink(print())

await env.execute('orders and payments')
