import { describe, expect, it } from 'vitest'
import { coProcess } from '../../../runtime/src/operators/index.ts'
import { OperatorDriver } from './operator-driver.ts'

/** Orders (left) and their payments (right): says what was paid, and, 10 after an order, what was not. */
const payments = () =>
  new OperatorDriver(
    coProcess({
      open: ({ state }) => ({ order: state<string>('order') }),
      onLeft(order: string, { state, timers, timestamp }) {
        state.order.update(order)
        timers.registerEventTime(timestamp! + 10)
      },
      onRight(payment: string, { state }, out) {
        out.collect(`${state.order.value() ?? 'nothing'} paid by ${payment}`)
        state.order.clear()
      },
      onTimer(_time, { state }, out) {
        if (state.order.value() !== undefined) out.collect(`${state.order.value()} not paid`)
      },
    }),
  ).open()

const LEFT = 0
const RIGHT = 1

describe('two keyed inputs with one state', () => {
  // left      tea@1 (a)   ham@2 (b)
  // right                           card@5 (a)
  // watermark                                  11^      12^
  // timers                                     11 (a)   12 (b)
  it('what one input has said of a key, the other knows, and the timers do', async () => {
    const own = await payments()
    own.push('tea', 1, 'a', LEFT).push('ham', 2, 'b', LEFT).push('card', 5, 'a', RIGHT)
    expect(own.taken()).toEqual(['tea paid by card@5'])
    expect(own.watermark(11).taken()).toEqual([])
    expect(own.watermark(12).taken()).toEqual(['ham not paid@12'])
  })

  it('a key is not another key', async () => {
    const own = await payments()
    own.push('tea', 1, 'a', LEFT).push('card', 5, 'b', RIGHT)
    expect(own.taken()).toEqual(['nothing paid by card@5'])
  })

  it('state and timers are there again after a restore between any two records', async () => {
    const steps: ((own: OperatorDriver) => unknown)[] = [
      (own) => own.push('tea', 1, 'a', LEFT),
      (own) => own.push('ham', 2, 'b', LEFT),
      (own) => own.push('card', 5, 'a', RIGHT),
      (own) => own.watermark(20),
      (own) => own.push('cash', 21, 'b', RIGHT),
    ]
    const undisturbed = await payments()
    for (const step of steps) step(undisturbed)
    const expected = undisturbed.taken()
    expect(expected).toHaveLength(3)
    for (let cut = 0; cut <= steps.length; cut++) {
      const own = await payments()
      for (const [i, step] of steps.entries()) {
        if (i === cut) await own.snapshotAndRestore()
        step(own)
      }
      expect(own.taken()).toEqual(expected)
    }
  })

  it('both methods are needed, and neither may be async', async () => {
    expect(() => coProcess({ onLeft() {} } as never)).toThrow(
      'process(..) takes an object with onLeft and onRight, but onRight is no function',
    )
    const own = new OperatorDriver(coProcess({ onLeft() {}, onRight: async () => {} } as never))
    expect(own.push(1, 1, 'a', LEFT).taken()).toEqual([])
    expect(() => own.push(1, 1, 'a', RIGHT)).toThrow('onRight returned a promise')
  })
})
