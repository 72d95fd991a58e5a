/** Helpers in other forms: function expressions, nested in main, called in arguments, that take keyed streams or nothing. */
import { type DataStream, Environment, type KeyedStream, print, tumbling } from 'millrace'

type Vote = { song: string; points: number; at: number }

const positive = function (votes: DataStream<Vote>) {
  return votes.filter((vote) => vote.points > 0)
}

const perMinute = (votes: KeyedStream<string, Vote>): DataStream<Vote> => votes.window(tumbling(60_000)).sum('points')

const finish = (votes: DataStream<Vote>) => {
  votes.map((vote) => `${vote.song}: ${vote.points}`).sink(print())
}

async function main() {
  const env = new Environment({ parallelism: 2 })

  function input() {
    const votes = env.fromCollection<Vote>([
      { song: 'waterloo', points: 12, at: 0 },
      { song: 'volare', points: 0, at: 1 },
      { song: 'waterloo', points: 8, at: 70_000 },
    ])
    return votes.assignTimestamps((vote) => vote.at)
  }

  const jury = input().name('Jury')
  const public_ = positive(input())

  finish(perMinute(jury.union(positive(jury), public_).keyBy('song')).name('Per minute'))
  finish(positive(public_))
  await env.execute('votes')
}

main()
