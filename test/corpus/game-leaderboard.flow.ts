/** A game: matches, ratings by player, and a board. Construct: flatMap into tuples, keyed state, a table. */
import { Environment, generate, table, type DataStream, type Collector } from 'millrace'

interface Match {
  winner: string
  loser: string
  moves: number
}
type Result = [player: string, won: 0 | 1]
interface Rating {
  player: string
  rating: number
  games: number
}

const PLAYERS = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'] as const

const env = new Environment({ parallelism: 2 })

const matches: DataStream<Match> = env.source(
  generate(
    (i): Match => ({
      winner: PLAYERS[(i * 3) % PLAYERS.length],
      loser: PLAYERS[(i * 3 + 1 + (i % 4)) % PLAYERS.length],
      moves: 10 + ((i * 7) % 50),
    }),
    { count: 100 },
  ),
)

const results = matches
  .filter((match) => match.moves > 12) // too short ones do not count
  .flatMap((match): Result[] => [
    [match.winner, 1],
    [match.loser, 0],
  ])
  .name('Results')

const ratings = results
  .keyBy(0)
  .process<Rating, { rating: { value(): number; update(r: number): void }; games: { value(): number; update(n: number): void } }>({
    open({ state }) {
      return { rating: state('rating', { default: 1500 }), games: state('games', { default: 0 }) }
    },
    onRecord([player, won], { state }, out: Collector<Rating>) {
      const games = state.games.value() + 1
      const rating = state.rating.value() + (won ? 16 : -16)
      state.games.update(games)
      state.rating.update(rating)
      out.collect({ player, rating, games })
    },
  })
  .uid('ratings')

ratings.sink(table({ key: 'player', sortBy: 'rating', descending: true, columns: ['player', 'rating'] })).name('Board')

matches
  .map((match) => match.moves)
  .keyBy((moves) => (moves < 30 ? 'short' : 'long'))
  .sum((moves) => moves)
  .map(([length, moves]) => ({ length, moves }))
  .sink(table({ key: 'length' }))

await env.execute('leader board')
