import { expect, test } from 'vitest'
import { page } from '../../extension/src/panel/output-pages.ts'
import { JobOutput } from '../../extension/src/run/index.ts'
import { endOf, noLines, pull, withLines } from '../../webview/src/panel/output-lines.ts'

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ text: `line ${from + i}`, stream: 'stdout' as const }))

/** Pulls as the view does, until it has everything. */
function pullAll(output: JobOutput, known = noLines) {
  do known = withLines(known, page(output, pull(known) as never))
  while (endOf(known) < output.end)
  return known
}

test('the host keeps the latest 10,000 lines, and the view comes to the same ones in pages', () => {
  const output = new JobOutput()
  output.add(lines(0, 7_000))
  const early = pullAll(output)
  expect(early.lines).toHaveLength(7_000)
  output.add(lines(7_000, 25_000))
  for (const known of [pullAll(output, early), pullAll(output)]) {
    expect(known.first).toBe(15_000)
    expect(known.lines.map(({ text }) => text)).toEqual(lines(15_000, 25_000).map(({ text }) => text))
  }
})

test('after the lines start anew, the view has none of the old ones', () => {
  const output = new JobOutput()
  output.add(lines(0, 10))
  const old = pullAll(output)
  output.clear()
  output.add(lines(100, 103))
  expect(pullAll(output, old).lines.map(({ text }) => text)).toEqual(['line 100', 'line 101', 'line 102'])
})

test('a line names the instance that printed it where there are several, and endless lines are cut', () => {
  const output = new JobOutput()
  const from = { operatorId: 3, operatorName: 'Print', instance: 1 }
  output.add([
    { text: 'a', stream: 'stdout', ...from, parallelism: 2 },
    { text: 'x'.repeat(1_000_000), stream: 'stdout', ...from, parallelism: 1 },
  ])
  const { lines: shown } = page(output, pull(noLines) as never)
  expect(shown[0].from).toBe('Print[1]')
  expect(shown[1].from).toBe('Print')
  expect(shown[1].text.length).toBeLessThan(6_000)
})
