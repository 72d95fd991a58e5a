import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputSession } from '../../../extension/src/panel/output-session.ts'
import { JobOutput } from '../../../extension/src/run/index.ts'
import { follow, missing, noRows, withRows } from '../../../webview/src/panel/output/output-rows.ts'
import type { RowsMessage, ToOutput } from '../../../webview/src/shared/index.ts'

function sessionOf(output: JobOutput) {
  const run = { id: 1, file: '/jobs/x.flow.ts', state: 'running' as const, startedAt: 0, output, statuses: [] }
  const told: ToOutput[] = []
  const nothing = () => {}
  const session = new OutputSession(
    { all: [run], shown: run, show: nothing, onChange: () => nothing },
    {
      post: (message) => told.push(message),
      visible: () => true,
      copy: nothing,
      copyAll: nothing,
      saveAs: nothing,
      open: nothing,
      openUrl: nothing,
      runJob: nothing,
      debugRecord: nothing,
    },
  )
  return { session, told }
}

/** Every third line is odd in this sense. */
const text = (line: number) => (line % 3 === 0 ? `odd ${line}` : `${line}`)

test('whatever is printed, cleared, filtered and looked at, a row of the page is the line that the host has under its number', async () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 9_000 }) }),
    fc.record({ following: fc.boolean() }),
    fc.record({ look: fc.integer({ min: 0, max: 12_000 }) }),
    fc.record({ filter: fc.constantFrom('', 'odd') }),
    fc.constant({ clear: true }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const output = new JobOutput()
      const { session, told } = sessionOf(output)
      let known = noRows
      let filter = { text: '', stream: 'all' as const }
      let view = { from: 0, to: 50 }
      for (const step of steps) {
        if ('add' in step) {
          const { end } = output
          output.add(Array.from({ length: step.add }, (_, i) => ({ text: text(end + i), stream: 'stdout' as const })))
        }
        if ('following' in step) known = follow(known, step.following)
        if ('look' in step) view = { from: known.first + step.look, to: known.first + step.look + 50 }
        if ('filter' in step) filter = { ...filter, text: step.filter }
        if ('clear' in step) output.clear()
        const pull = async () => {
          const wanted = known.following ? { from: known.first } : (missing(known, view) ?? { from: 0, to: 0 })
          await session.receive({ type: 'pull', filter, epoch: known.epoch, most: 100, ...wanted })
          known = withRows(known, told.at(-1) as RowsMessage, view)
        }
        await pull()
        // Who reads may have learned only now that there is something in view.
        if (!known.following) await pull()
        const sent = told.at(-1) as RowsMessage

        const kept = output.slice(output.first, output.end).map((line) => line.text)
        const passing = kept.filter((line) => line.includes(filter.text))
        expect(sent.end - sent.first).toBe(passing.length)
        for (const [row, line] of known.rows) {
          const expected = passing[row - sent.first]
          if (row >= sent.first && line.text !== expected)
            expect.unreachable(`row ${row}: ${line.text}, not ${expected}`)
        }
        const last = known.following ? { from: known.end - 100, to: known.end } : view
        expect(missing(known, last)).toBeUndefined()
      }
      session.dispose()
    }),
    { numRuns: 60 },
  )
})

test('the page is told at most ten times a second, and not again before it has asked', async ({ signal }) => {
  const output = new JobOutput()
  const { session, told } = sessionOf(output)
  const changed = () => told.filter(({ type }) => type === 'changed').length
  const pull = () => session.receive({ type: 'pull', filter: { text: '', stream: 'all' }, epoch: 0, from: 0, most: 10 })
  /** Prints for so long, and on until it was told so often; returns the seconds. */
  const print = async (milliseconds: number, times: number, then?: () => Promise<void>) => {
    const start = performance.now()
    while (!signal.aborted && (performance.now() - start < milliseconds || changed() < times)) {
      output.add([{ text: 'x', stream: 'stdout' }])
      await new Promise((resolve) => setTimeout(resolve, 1))
      await then?.()
    }
    return (performance.now() - start) / 1_000
  }
  await print(300, 1)
  expect(changed()).toBe(1)
  const seconds = await print(500, 3, pull)
  expect(changed()).toBeLessThanOrEqual(seconds * 10 + 2)
  expect(changed()).toBeGreaterThan(2)
  session.dispose()
})
