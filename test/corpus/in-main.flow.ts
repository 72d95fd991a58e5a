/** The job inside `async function main()`, called with await below. */
import { Environment, print } from 'millrace'

const PRICES = new Map([
  ['apple', 30],
  ['pear', 45],
])

async function main(): Promise<void> {
  const env = new Environment({ parallelism: 2 })

  const baskets = env.fromCollection([
    ['apple', 'pear'],
    ['pear', 'quince'],
    ['apple'],
  ])

  const fruits = baskets.flatMap((basket) => basket)
  const priced = fruits
    .filter((fruit) => PRICES.has(fruit))
    .map((fruit) => ({ fruit, cents: PRICES.get(fruit)! }))

  priced
    .keyBy('fruit')
    .sum('cents')
    .map(({ fruit, cents }) => `${fruit}: ${cents}`)
    .sink(print())

  const job = await env.execute('baskets')
  const result = await job.waitFinish()
  console.log(result.state)
}

await main()
