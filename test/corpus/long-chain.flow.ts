/** One long chain: everything from the source to the sink in a single expression. */
import { Environment, print } from 'millrace'

interface Sale {
  shop: string
  goods: string
  pieces: number
  cents: number
}

const sales: Sale[] = [
  { shop: 'north', goods: 'rye', pieces: 3, cents: 250 },
  { shop: 'south', goods: 'oats', pieces: 1, cents: 180 },
  { shop: 'north', goods: 'rye', pieces: -1, cents: 250 },
  { shop: 'south', goods: 'spelt', pieces: 2, cents: 410 },
  { shop: 'north', goods: 'oats', pieces: 5, cents: 180 },
]

const env = new Environment()

env
  .fromCollection(sales)
  .name('Sales')
  .filter((sale) => sale.pieces > 0)
  .name('No returns')
  .map((sale) => ({ shop: sale.shop, cents: sale.pieces * sale.cents }))
  .inspect((sale) => {
    if (sale.cents > 1_000) console.log('a large one in', sale.shop)
  })
  .keyBy('shop')
  .sum('cents')
  .map((total) => `${total.shop}: ${(total.cents / 100).toFixed(2)}`)
  .sink(print())
  .name('To the till')

await env.execute('takings')
