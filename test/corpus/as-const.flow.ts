/** `as const` on collections, names and options. */
import { Environment, print } from 'millrace'

const NAMES = { source: 'Cards', shuffled: 'Shuffled cards' } as const
const SUITS = ['clubs', 'spades', 'hearts', 'diamonds'] as const
type Suit = (typeof SUITS)[number]

const settings = { parallelism: 2, threads: 2 } as const

const env = new Environment(settings)

const cards = env
  .fromCollection(SUITS.flatMap((suit) => [7, 8, 9].map((rank) => ({ suit, rank }) as { suit: Suit; rank: number })))
  .name(NAMES.source)

cards
  .shuffle()
  .map(({ suit, rank }) => [suit, rank] as const)
  .name(NAMES.shuffled)
  .filter(([suit]) => suit === 'hearts')
  .map(([suit, rank]) => `${rank} of ${suit}`)
  .sink(print())

const key = 'suit' as const
cards.keyBy(key).sum('rank').uid('points' as const).sink(print())

await env.execute('cards')
