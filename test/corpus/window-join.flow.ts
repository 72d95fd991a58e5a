/** A window join with options: named, with its own function, late records beside. */
import { Environment, outputTag, print, tumbling } from 'millrace'

type Click = { user: string; ad: string; at: number }
type View = { user: string; ad: string; seconds: number; at: number }

const late = outputTag<Click | View>('too late')
const env = new Environment()

const clicks = env
  .fromCollection<Click>([
    { user: 'u1', ad: 'shoes', at: 1_000 },
    { user: 'u2', ad: 'hats', at: 2_000 },
    { user: 'u1', ad: 'hats', at: 61_000 },
  ])
  .assignTimestamps((click) => click.at, { outOfOrderness: 500 }, 'Click time')

const views = env
  .fromCollection<View>([
    { user: 'u1', ad: 'shoes', seconds: 4, at: 1_500 },
    { user: 'u1', ad: 'hats', seconds: 2, at: 62_000 },
    { user: 'u3', ad: 'hats', seconds: 9, at: 62_500 },
  ])
  .assignTimestamps((view) => view.at)

const pairs = clicks.windowJoin(views, {
  left: (click) => `${click.user}/${click.ad}`,
  right: (view) => `${view.user}/${view.ad}`,
  window: tumbling(60_000),
  allowedLateness: 5_000,
  lateTo: late,
  name: 'Clicks and views',
  join: (click, view) => ({ user: click.user, ad: click.ad, seconds: view.seconds }),
})

pairs.sink(print())
pairs.sideOutput(late).map((record) => `late: ${record.user}`).sink(print())

await env.execute('ads')
