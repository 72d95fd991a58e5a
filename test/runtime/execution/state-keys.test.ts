import { expect, it, vi } from 'vitest'
import type { ControlClient } from '../../../runtime/src/control/index.ts'
import { counted, watched } from './watched-job.ts'

const JOB = `
const source = env.source(${counted(300)})
source.map((n) => ({ word: 'w' + n % 30, n })).keyBy('word').process({
  open: ({ state, listState }) => ({ seen: state('seen', { default: 0 }), last: listState('last') }),
  onRecord(r, { state, timers }) { state.seen.update(state.seen.value() + 1) },
}).setParallelism(3).name('Per word').sink()
source.keyBy((n) => n).sum((n) => n).setParallelism(2).name('Sums').sink()
source.filter((n) => n > 0).sink()`

async function settled(client: ControlClient): Promise<{ words: number; sums: number; others: number }> {
  const operators = (
    (await client.graph(0)) as { logical: { operators: { id: number; name: string; kind: string }[] } }
  ).logical.operators
  const named = (name: string) => operators.find((own) => own.name === name)!.id
  const [words, sums] = [named('Per word'), named('Sums')]
  await vi.waitFor(async () => {
    const { instances } = await client.metrics(0)
    for (const id of [words, sums]) {
      const taken = instances.filter(({ operatorId }) => operatorId === id).map(({ numRecordsIn }) => numRecordsIn)
      expect(taken.reduce((a, b) => a + b)).toBe(300)
    }
  }, 10_000)
  return { words, sums, others: operators.find(({ kind }) => kind === 'filter')!.id }
}

it('who asks can have the operators that keep something by key, their states, and keys to ask for', async () => {
  const client = await watched(JOB)
  const { words, sums, others } = await settled(client)
  expect(await client.keyedOperators(0)).toEqual([
    { operatorId: words, operatorName: 'Per word', states: ['seen', 'last'] },
    { operatorId: sums, operatorName: 'Sums', states: ['sum'] },
  ])

  const all = await client.stateKeys(0, words)
  expect(all.more).toBe(false)
  expect(all.keys.map(({ typed }) => typed).sort()).toEqual(Array.from({ length: 30 }, (_, n) => `w${n}`).sort())
  expect(new Set(all.keys.map(({ instance }) => instance))).toEqual(new Set([0, 1, 2]))
  for (const { typed } of all.keys.slice(0, 5)) {
    expect(await client.queryState(0, 'Per word', typed)).toMatchObject([{ name: 'seen', text: '10' }])
  }

  const some = await client.stateKeys(0, sums, 100)
  expect([some.keys.length, some.more]).toEqual([100, true])
  const { typed, text } = some.keys[0]
  expect(text).toBe(`the number ${typed}`)
  expect((await client.queryState(0, 'Sums', typed)).map((own) => [own.key, own.text])).toEqual([[text, typed]])

  await expect(client.stateKeys(0, others)).rejects.toThrow(/keeps nothing by key$/)
  await expect(client.stateKeys(0, 99)).rejects.toThrow('the job has no operator 99')
})
