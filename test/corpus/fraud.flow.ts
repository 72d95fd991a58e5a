// Payments: several suspicions that are joined again, scored, and kept per account.  Construct: helpers, state, unions.
import { Environment, print, tumbling, generate, outputTag } from 'millrace'
import type { Collector, DataStream } from 'millrace'

type Payment = {
  id: number
  account: string
  cents: number
  country: string
  at: number
}

type Suspicion = { payment: number; account: string; reason: string; points: number }

const THRESHOLD = 50
const blocked = outputTag<{ account: string }>('blocked')

const countries = ['DE', 'FR', 'XX', 'IT', 'DE']

const env = new Environment({ parallelism: 2 })

const payments = env
  .source(
    generate(
      (id): Payment => ({
        id,
        account: `acc-${id % 7}`,
        cents: (id * 7919) % 100_000,
        country: countries[id % countries.length],
        at: id * 2_000,
      }),
      { count: 70 },
    ),
    'Payments',
  )
  .uid('payments')
  .assignTimestamps((payment) => payment.at)

const suspicion =
  (reason: string, points: number) =>
  (payment: Payment): Suspicion => ({ payment: payment.id, account: payment.account, reason, points })

const large = payments
  .filter((payment) => payment.cents > 80_000)
  .map(suspicion('large', 30))
  .name('Large')

const abroad = payments
  .filter((payment) => payment.country === 'XX')
  .map(suspicion('abroad', 40), 'Abroad')

const often = payments
  .keyBy('account')
  .window(tumbling(60_000))
  .process((account, _window, all, context): Suspicion[] => {
    if (all.length < 4) return []
    if (context.watermark < 0) return []
    return [{ payment: all[all.length - 1].id, account, reason: `${all.length} in a minute`, points: 20 }]
  })
  .name('Often')

const roundSums = payments
  .filter(({ cents }) => cents % 1_000 === 0)
  .map(suspicion('round', 5))

function scored(suspicions: DataStream<Suspicion>) {
  return suspicions
    .keyBy('account')
    .process<string, { points: { value(): number; update(points: number): void } }>({
      open: ({ state }) => ({ points: state('points', { default: 0 }) }),
      onRecord({ account, points, reason }, { state, output }, out: Collector<string>) {
        const sum = state.points.value() + points
        state.points.update(sum)
        if (sum >= THRESHOLD) {
          output(blocked, { account })
          out.collect(`${account} (${sum}): ${reason}`)
        }
      },
    })
    .name('Score')
    .uid('score')
}

const scores = scored(large.union(abroad, often, roundSums))

scores.sink(print())
scores
  .sideOutput(blocked)
  .keyBy('account')
  .reduce((first) => first)
  .map(({ account }) => account)
  .setParallelism(1)
  .sink((account) => void account)
  .name('Block')

await env.execute('fraud')
