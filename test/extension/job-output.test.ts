import fc from 'fast-check'
import type { OutputLine } from 'millrace/control'
import { expect, test } from 'vitest'
import { JobOutput } from '../../extension/src/run/index.ts'

const lines = (from: number, to: number): OutputLine[] =>
  Array.from({ length: to - from }, (_, i) => ({ text: `line ${from + i}`, stream: 'stdout' as const }))

const kept = (output: JobOutput) => output.slice(output.first, output.end).map(({ text }) => text)

test('the latest 10,000 lines are kept, and the number of those before them', () => {
  const output = new JobOutput()
  output.add(lines(0, 7_000))
  expect(output.first).toBe(0)
  output.add(lines(7_000, 25_000))
  expect(output.first).toBe(15_000)
  expect(kept(output)).toEqual(lines(15_000, 25_000).map(({ text }) => text))
})

test('whatever is printed, no more than 8 MB of text is kept, the last lines of it, with their numbers', () => {
  const batch = fc.array(fc.integer({ min: 0, max: 1_500_000 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 5 }), (batches) => {
      const output = new JobOutput()
      const all: OutputLine[] = []
      for (const lengths of batches) {
        const added = lengths.map((length, i): OutputLine => ({ text: `${i}`.padEnd(length, '.'), stream: 'stdout' }))
        output.add(added)
        all.push(...added)
        const present = output.slice(0, output.end)
        expect(output.end).toBe(all.length)
        expect(present).toEqual(all.slice(output.first))
        const bytes = present.reduce((sum, { text }) => sum + 2 * text.length, 0)
        expect(bytes).toBeLessThanOrEqual(8 * 1024 * 1024)
        // Nothing is dropped without need.
        const before = all[output.first - 1]
        if (before) expect(bytes + 2 * before.text.length).toBeGreaterThan(8 * 1024 * 1024)
      }
    }),
    { numRuns: 30 },
  )
})

test('a single line is kept, however long', () => {
  const output = new JobOutput()
  output.add([{ text: 'x'.repeat(5 * 1024 * 1024), stream: 'stdout' }])
  expect(output.end - output.first).toBe(1)
})

test('after the lines start anew, none of the old ones is left, and nobody takes new ones for old ones', () => {
  const output = new JobOutput()
  output.add([{ text: 'old', stream: 'stdout', operatorName: 'Print' }])
  const { generation } = output
  output.clear()
  expect(output.generation).not.toBe(generation)
  expect([...output.operators]).toEqual([])
  output.add(lines(100, 103))
  expect(kept(output)).toEqual(['line 100', 'line 101', 'line 102'])
})

test('it knows who has printed, also of lines that were dropped', () => {
  const output = new JobOutput()
  output.add([
    { text: 'a', stream: 'stdout', operatorName: 'Print' },
    { text: 'b', stream: 'stdout', operatorName: 'Late' },
    { text: 'c', stream: 'stdout' },
    { text: 'd', stream: 'stdout', operatorName: 'Print' },
  ])
  output.add(lines(0, 10_000))
  expect([...output.operators]).toEqual(['Print', 'Late'])
})

test('ten million lines cost the host less than 200 ms a million', () => {
  const output = new JobOutput()
  const batch = Array.from(
    { length: 1_000 },
    (_, i): OutputLine => ({
      text: `[ 'word', ${i} ]`,
      stream: 'stdout',
      operatorName: i % 3 === 0 ? 'Print' : 'Late',
      operatorId: i % 3,
    }),
  )
  // Time of the processor: other tests run beside this one.
  const start = process.cpuUsage()
  for (let i = 0; i < 10_000; i++) output.add(batch)
  const { user, system } = process.cpuUsage(start)
  const perMillion = (user + system) / 1_000 / 10
  console.log(`${perMillion.toFixed(1)} ms per million lines`)
  expect(output.end).toBe(10_000_000)
  expect(perMillion).toBeLessThan(200)
})
