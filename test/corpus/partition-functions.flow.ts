/** partition with functions inline, by name, imported; on keyed streams; one that sends a record to several instances. */
import { Environment, generate, print } from 'millrace'
import { byArtist } from './lib/partitioners.ts'

type Played = { artist: string; second: number }

const byHalf = (played: Played, channels: number): number => (played.second < 30 ? 0 : channels - 1)

const env = new Environment({ parallelism: 3, threads: 2 })

const plays = env.source(
  generate((i): Played => ({ artist: ['ann', 'bob', 'cy'][i % 3], second: i % 60 }), { count: 60 }),
  'Plays',
)

plays.partition(byHalf).map((played) => played.second).sink()
plays.partition(byArtist).filter((played) => played.artist !== 'bob').name('Not Bob').sink()
plays
  .partition((_played, channels) => [0, channels - 1])
  .inspect(() => {})
  .setParallelism(2)

const keyed = plays.keyBy('artist')
keyed.partition((played, channels) => played.second % channels).map((played) => played.artist).setParallelism(4).sink()
keyed.rescale().broadcast().shuffle().inspect(() => {}, 'Shuffled')
keyed.sum('second').roundRobin().map(({ artist, second }) => `${artist} ${second}`).setParallelism(2).sink(print())
const dealt = plays.roundRobin()
dealt.filter((played) => played.second > 50).setParallelism(2).sink()
dealt.sink().setParallelism(1)

await env.execute('plays')
