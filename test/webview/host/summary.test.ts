import { expect, test } from 'vitest'
import { summaryOf } from '../../../extension/src/diagram/drawing/summary.ts'
import { parse } from '../../../extension/src/document/index.ts'

/** What the box says of the operator that a chain ends in. */
const said = (chain: string) => {
  const { operators } = parse(`import { Environment, sliding, tumbling } from 'millrace'
const env = new Environment()
const payments = env.fromCollection([{ id: 1 }])
const orders = env.fromCollection([{ id: 1 }])
${chain}
`)
  return summaryOf(operators.at(-1)!)
}

test.for([
  [
    "orders.windowJoin(payments, { left: 'id', right: 'id', window: tumbling(10_000) })",
    'with payments, 10 s tumbling',
  ],
  [
    "orders.windowJoin(payments, { left: 'id', right: 'id', window: tumbling(MINUTE) })",
    'with payments, MINUTE tumbling',
  ],
  [
    "orders.windowJoin(payments, { left: 'id', right: 'id', window: sliding({ size: 60_000, slide: 10_000 }) })",
    'with payments, 1 min sliding',
  ],
  ["orders.windowJoin(payments, 'id', 5_000)", 'with payments, 5 s'],
  ["orders.windowJoin(payments.filter(() => true), 'id', 5_000)", 'with payments…, 5 s'],
  ["orders.windowJoin(env.unconnected<{ id: number }>(), 'id', 5_000)", '5 s'],
  [
    "orders.keyBy('id').intervalJoin(payments.keyBy('id'), { lower: -5_000, upper: 0 })",
    'with payments…, -5 s to 0 ms',
  ],
  ['orders.filter((order) => order.id > 2)', 'order.id > 2'],
])('%s: %s', ([chain, summary]) => {
  expect(said(chain)).toBe(summary)
})
