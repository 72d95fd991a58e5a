import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputLog } from '../../../runtime/src/control/output-log.ts'

const line = (text: string) => ({ text, stream: 'stdout' as const })

test('whatever is printed and kept, lost and delivered lines add up, in order', () => {
  const step = fc.record({ job: fc.nat(1), count: fc.nat(40), read: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (steps, maxLines) => {
      const log = new OutputLog(maxLines, 1e6)
      let printed = 0
      let at = 0
      const readAll = () => {
        for (let batch = log.read(at, 500); batch; batch = log.read(at, 500)) {
          expect(batch.lost + batch.lines.length).toBe(batch.sequence - at)
          expect(batch.lines.map((each) => Number(each.text))).toEqual(
            batch.lines.map((_, i) => batch.sequence - batch.lines.length + 1 + i),
          )
          at = batch.sequence
        }
        expect(at).toBe(printed)
      }
      for (const { job, count, read } of steps) {
        log.append(
          job,
          Array.from({ length: count }, () => line(String(++printed))),
        )
        if (read) readAll()
      }
      readAll()
    }),
  )
})

test('lines that someone is owed are kept beyond the limits, and dropped once they are not', () => {
  const log = new OutputLog(10, 1e6)
  log.hold = 0
  for (let i = 0; i < 1_000; i++) log.append(0, [line(String(i))])
  expect(log.read(0, 1e9)).toMatchObject({ lost: 0, sequence: 1_000 })
  log.hold = 1_000
  log.evict()
  expect(log.read(0, 1e9)).toMatchObject({ lost: 990 })
})

test('a batch holds lines of one job', () => {
  const log = new OutputLog()
  log.append(0, [line('a')])
  log.append(0, [line('b')])
  log.append(1, [line('c')])
  expect(log.read(0, 1e9)).toMatchObject({ job: 0, sequence: 2 })
  expect(log.read(2, 1e9)).toMatchObject({ job: 1, sequence: 3 })
})
