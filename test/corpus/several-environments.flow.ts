/** Two environments in one file; the second runs after the first, whatever its variables are called. */
import { collect, Environment, print, table } from 'millrace'

const grains = ['rye', 'oats', 'rye', 'spelt', 'rye']

const counting = new Environment({ parallelism: 2 })
const listing = new Environment()

counting
  .fromCollection(grains)
  .map((grain) => [grain, 1])
  .keyBy(0)
  .sum(1)
  .sink(collect('counts'))

listing
  .fromCollection(grains)
  .map((grain) => ({ grain, letters: grain.length }))
  .sink(table({ key: 'grain' }))

counting.fromCollection([1]).name('One more').sink(print())

const first = await counting.execute('count')
await first.waitFinish()
const second = await listing.execute('list')
await second.waitFinish()
