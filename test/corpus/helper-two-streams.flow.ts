/** A helper with two streams and one that returns the pieces it made. */
import { type DataStream, Environment, print } from 'millrace'

// what came in less what went out
interface Stock { item: string; pieces: number }

function netOf(ins: DataStream<Stock>, outs: DataStream<Stock>) {
  const negative = outs.map((out) => ({ item: out.item, pieces: -out.pieces }))
  return ins.union(negative).keyBy('item').sum('pieces')
}

/** Pieces in the store now. */
const env = new Environment({ parallelism: 2 })

const delivered = env.fromCollection<Stock>([{ item: 'flour', pieces: 20 }, { item: 'bran', pieces: 5 }])
const sold = env.fromCollection<Stock>([{ item: 'flour', pieces: 3 }, { item: 'flour', pieces: 4 }])

netOf(delivered, sold).name('Net').map(({ item, pieces }) => `${item}: ${pieces}`).sink(print())

await env.execute('stock')
