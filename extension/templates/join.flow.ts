/** Joins two streams: what each customer ordered and paid within the same minute. */
import { Environment, print, tumbling } from 'millrace'

const SECOND = 1_000
const MINUTE = 60 * SECOND

const env = new Environment()

const orders = env
  .fromCollection([
    { customer: 'ann', goods: 'flour', at: 10 * SECOND },
    { customer: 'bob', goods: 'bran', at: 30 * SECOND },
    { customer: 'ann', goods: 'oats', at: 80 * SECOND },
  ])
  .name('Orders')
  .assignTimestamps((order) => order.at)

const payments = env
  .fromCollection([
    { customer: 'ann', amount: 12, at: 50 * SECOND },
    { customer: 'ann', amount: 7, at: 85 * SECOND },
    { customer: 'bob', amount: 9, at: 95 * SECOND },
  ])
  .name('Payments')
  .assignTimestamps((payment) => payment.at)

const paid = orders.windowJoin(payments, {
  left: 'customer',
  right: 'customer',
  window: tumbling(MINUTE),
  join: (order, payment) => `${order.customer} paid ${payment.amount} for ${order.goods}`,
})

paid.sink(print())

await env.execute('orders and payments')
