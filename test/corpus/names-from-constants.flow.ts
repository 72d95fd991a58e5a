/** Names and uids from constants, template literals, concatenations and members of objects. */
import { Environment, outputTag, print } from 'millrace'

const PREFIX = 'shop'
const VERSION = 3
const NAMES = { orders: 'Orders', totals: 'Totals' }
const rejectedId = `${PREFIX}-rejected`

const rejected = outputTag<{ id: number }>(rejectedId)

const env = new Environment()

const orders = env
  .source([{ id: 1, cents: 200 }, { id: 2, cents: -5 }], NAMES.orders)
  .uid(`${PREFIX}-orders-v${VERSION}`)

const checked = orders
  .process<{ id: number; cents: number }>(
    {
      onRecord(order, { output }, out) {
        if (order.cents < 0) output(rejected, { id: order.id })
        else out.collect(order)
      },
    },
    `Check v${VERSION}`,
  )
  .uid(PREFIX + '-check')

checked
  .keyBy('id', 'By ' + 'id')
  .sum('cents')
  .name(NAMES.totals)
  .slotGroup(PREFIX)
  .sink(print())
  .name(`plain template`)

checked.sideOutput(rejected).sink((record) => console.log('rejected', record.id))

const jobName = `${PREFIX} totals`
await env.execute(jobName)
