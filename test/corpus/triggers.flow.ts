/** Count and global windows, and all the triggers: onCount, onEvery, onEventTime, onProcessingTime, purging, one's own. */
import {
  count,
  Environment,
  generate,
  global,
  onCount,
  onEventTime,
  onEvery,
  onProcessingTime,
  print,
  purging,
  type Trigger,
  tumbling,
} from 'millrace'

interface Bid {
  lot: number
  euros: number
  at: number
}

/** Fires as soon as somebody bids a lot. */
const onLargeBid: Trigger<Bid> = {
  onRecord: (bid) => (bid.euros > 150 ? 'fireAndPurge' : 'continue'),
  onMerge() {},
}

const env = new Environment()

const bids = env
  .source(generate((i): Bid => ({ lot: i % 2, euros: (i * 17) % 200, at: i * 100 }), { count: 50 }))
  .assignTimestamps((bid) => bid.at)
const byLot = bids.keyBy('lot')

byLot.window(count(10)).max('euros').sink(print({ format: (bid) => `max of ten: ${bid.euros}` }))
byLot.window(count(10, 5)).count().name('Sliding count').sink()
byLot.window(global()).trigger(onCount(7)).sum('euros').sink(print())
byLot.window(global()).trigger(purging(onCount(7))).sum((bid) => bid.euros, 'Purged').sink(print())
byLot.window(tumbling(1_000)).trigger(onEvery(500)).allowedLateness(100).min((bid) => bid.euros).sink()
byLot.window(tumbling(1_000)).trigger(onEventTime()).reduce((a, b) => (a.euros > b.euros ? a : b)).sink()
byLot.timeWindow(50).trigger(onProcessingTime()).count('Per 50 ms').sink()
byLot.window(global()).trigger(onLargeBid).process((lot, _window, records) => [`${lot}: ${records.length}`]).sink(print())

await env.execute('bids')
