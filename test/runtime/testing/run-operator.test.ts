import { expect, it } from 'vitest'
import { type OperatorFactory, runOperator } from '../../../runtime/src/testing/index.ts'

it('calls open before the first record and close after the last, also when the operator throws', async () => {
  const calls: string[] = []
  const factory: OperatorFactory = () => ({
    shape: 'map',
    open: async () => void calls.push('open'),
    apply: (record) => {
      calls.push(String(record))
      if (record === 2) throw new Error('two')
      return record
    },
    close: async () => void calls.push('close'),
  })
  await expect(runOperator(factory, [1, 2])).rejects.toThrow('two')
  expect(calls).toEqual(['open', '1', '2', 'close'])
})

it('what finish returns flows after the last record, as there is room', async () => {
  const buffer: OperatorFactory = () => {
    const all: unknown[] = []
    return {
      shape: 'filter',
      apply: (record) => {
        all.push(record)
        return false
      },
      *finish() {
        yield* all.reverse()
      },
    }
  }
  expect(await runOperator(buffer, [1, 2, 3])).toEqual([3, 2, 1])
})

it('the operator knows where it runs', async () => {
  const where: OperatorFactory = ({ operatorName, instance, parallelism }) => ({
    shape: 'map',
    apply: () => `${operatorName}[${instance}] of ${parallelism}`,
  })
  expect(await runOperator(where, [0], { context: { operatorName: 'Mine', instance: 2, parallelism: 3 } })).toEqual([
    'Mine[2] of 3',
  ])
})

it('instances that share state are noticed: their output depends on how often they run', async () => {
  let total = 0
  const shared: OperatorFactory = () => ({
    shape: 'map',
    apply: () => {
      total++
      return total
    },
  })
  await expect(runOperator(shared, [1, 2])).rejects.toThrow(
    "the operator's output depends on room: with room for 1 and 1 records a call it emits 2 records instead of 2, and record 0 differs",
  )
})
