/* Interval join: purchases up to an hour after a view. */
import { Environment, outputTag, print } from 'millrace'

const HOUR = 60 * 60 * 1000

interface View { user: string; page: string; at: number }
interface Buy { user: string; item: string; at: number }

const lateViews = outputTag<View>('late views')

const env = new Environment()
const views = env.fromCollection<View>([
  { user: 'eve', page: '/shoes', at: 0 },
  { user: 'eve', page: '/hats', at: 10 * 60_000 },
  { user: 'joe', page: '/shoes', at: 20 * 60_000 },
]).assignTimestamps((v) => v.at)
const buys = env.fromCollection<Buy>([
  { user: 'eve', item: 'shoe', at: 30 * 60_000 },
  { user: 'joe', item: 'shoe', at: 90 * 60_000 },
]).assignTimestamps((b) => b.at)

const led = views
  .keyBy('user')
  .intervalJoin(
    buys.keyBy('user'),
    { lower: 0, upper: HOUR, upperInclusive: false, lateLeftTo: lateViews, join: (v, b) => [v.page, b.item] },
    'Led to',
  )
led.sink(print())
led.sideOutput(lateViews).sink()

await env.execute('what led to buying')
