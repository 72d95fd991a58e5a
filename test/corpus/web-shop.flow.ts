/**
 * A tidy larger job: everything that a small web shop wants to know, in sections.
 *
 * Construct: many constants, forks, side outputs, windows and joins together.
 */
import {
  type Collector,
  type DeadLetter,
  Environment,
  outputTag,
  print,
  session,
  sliding,
  table,
  tumbling,
} from 'millrace'

// ---------------------------------------------------------------------------------------------------------------------
// Records
// ---------------------------------------------------------------------------------------------------------------------

interface PageView {
  readonly type: 'view'
  readonly visitor: string
  readonly page: string
  readonly at: number
}

interface CartChange {
  readonly type: 'cart'
  readonly visitor: string
  readonly article: string
  readonly pieces: number
  readonly at: number
}

interface Order {
  readonly type: 'order'
  readonly visitor: string
  readonly order: string
  readonly cents: number
  readonly at: number
}

type ShopEvent = PageView | CartChange | Order

// ---------------------------------------------------------------------------------------------------------------------
// Settings
// ---------------------------------------------------------------------------------------------------------------------

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const unreadable = outputTag<DeadLetter<string>>('unreadable')
const carts = outputTag<CartChange>('carts')
const orders = outputTag<Order>('orders')
const lateViews = outputTag<PageView>('late views')

const LOG = [
  '{"type":"view","visitor":"v1","page":"/","at":0}',
  '{"type":"view","visitor":"v1","page":"/shoes","at":20000}',
  '{"type":"cart","visitor":"v1","article":"shoe","pieces":1,"at":45000}',
  '{"type":"view","visitor":"v2","page":"/","at":50000}',
  '{"type":"order","visitor":"v1","order":"o-1","cents":7900,"at":90000}',
  '{"type":"view","visitor":"v2"',
  '{"type":"cart","visitor":"v2","article":"hat","pieces":2,"at":110000}',
  '{"type":"view","visitor":"v3","page":"/hats","at":130000}',
  '{"type":"cart","visitor":"v3","article":"hat","pieces":1,"at":150000}',
  '{"type":"order","visitor":"v3","order":"o-2","cents":2500,"at":3700000}',
]

const env = new Environment({ parallelism: 2, threads: 2 })

// ---------------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------------

const lines = env.fromCollection(LOG).name('Log').uid('log')

const events = lines
  .map((line) => JSON.parse(line) as ShopEvent)
  .name('Parse')
  .onError(unreadable)

lines.map((line) => line.length).name('Length').sink()

events
  .sideOutput(unreadable)
  .map((letter) => `unreadable: ${letter.record.slice(0, 20)}`)
  .name('Tell')
  .sink(print())
  .name('Unreadable lines')

const timed = events.assignTimestamps((event) => event.at, { outOfOrderness: 5 * SECOND })

/** Views go on; carts and orders go beside. */
const views = timed
  .process<PageView>({
    onRecord(event, context, out: Collector<PageView>) {
      switch (event.type) {
        case 'view':
          return out.collect(event)
        case 'cart':
          return context.output(carts, event)
        case 'order':
          return context.output(orders, event)
      }
    },
  })
  .name('Split')
  .uid('split')

const cartChanges = views.sideOutput(carts)
const placedOrders = views.sideOutput(orders)

// ---------------------------------------------------------------------------------------------------------------------
// What is looked at
// ---------------------------------------------------------------------------------------------------------------------

const viewsPerMinute = views
  .keyBy('page')
  .window(tumbling(MINUTE))
  .allowedLateness(10 * SECOND)
  .lateTo(lateViews)
  .count('Views per minute')

viewsPerMinute
  .map(([page, count]) => ({ page, count }))
  .sink(table({ key: 'page', sortBy: 'count', descending: true, limit: 10 }))
  .name('Most viewed')

viewsPerMinute.sideOutput(lateViews).sink().name('Late views')

views
  .keyBy('visitor')
  .window(session(30 * MINUTE))
  .process((visitor, { start, end }, pages) => [
    { visitor, minutes: Math.round((end - start) / MINUTE), pages: pages.map(({ page }) => page) },
  ])
  .name('Visits')
  .filter((visit) => visit.pages.length > 1)
  .name('More than one page')
  .map((visit) => `${visit.visitor}: ${visit.pages.join(' > ')}`)
  .sink(print())

// ---------------------------------------------------------------------------------------------------------------------
// What is bought
// ---------------------------------------------------------------------------------------------------------------------

const revenue = placedOrders
  .keyBy(() => 'all')
  .window(sliding({ size: HOUR, slide: 30 * MINUTE }))
  .sum((order) => order.cents)
  .name('Revenue')
  .uid('revenue')

revenue.map(([, cents]) => `${(cents / 100).toFixed(2)} in an hour`).sink(print())

cartChanges
  .keyBy('visitor')
  .intervalJoin(placedOrders.keyBy('visitor'), {
    lower: 0,
    upper: HOUR,
    join: (cart, order) => ({ article: cart.article, order: order.order }),
  })
  .name('Carts that became orders')
  .keyBy('article')
  .sum(() => 1)
  .map(([article, times]) => `${article} was bought ${times} times`)
  .sink(print())

await env.execute('web shop')
