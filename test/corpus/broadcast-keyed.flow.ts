/** Broadcast state on a keyed stream: rules that every instance knows. */
import { type BroadcastState, Environment, print } from 'millrace'

interface Rule {
  id: string
  most: number
}
interface Payment {
  account: string
  euros: number
}

const env = new Environment({ parallelism: 2, threads: 2 })

const rules = env.fromCollection<Rule>([
  { id: 'single', most: 500 },
  { id: 'total', most: 800 },
])

const payments = env.fromCollection<Payment>([
  { account: 'A', euros: 450 },
  { account: 'B', euros: 700 },
  { account: 'A', euros: 400 },
])

const alerts = payments
  .keyBy('account')
  .connect(rules.broadcast())
  .process<string, { rules: BroadcastState<string, number>; total: { value(): number; update(n: number): void } }>(
    {
      open: ({ broadcastState, state }) => ({
        rules: broadcastState<string, number>('rules'),
        total: state('total', { default: 0 }),
      }),
      onRecord(payment, { key, state }, out) {
        const total = state.total.value() + payment.euros
        state.total.update(total)
        if (total > (state.rules.get('total') ?? Infinity)) out.collect(`${key} has paid ${total}`)
        if (payment.euros > (state.rules.get('single') ?? Infinity)) out.collect(`${key} pays ${payment.euros}`)
      },
      onBroadcast(rule, { state }) {
        state.rules.set(rule.id, rule.most)
      },
    },
    'Check rules',
  )
  .uid('check')

alerts.sink(print())

await env.execute('payments')
