import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConsoleView } from '../../../runtime/src/cli/console-view.ts'
import { LiveArea } from '../../../runtime/src/cli/live-area.ts'
import { alignColumns } from '../../../runtime/src/cli/text-width.ts'
import type { JobMetrics } from '../../../runtime/src/control/index.ts'
import { FakeTerminal } from './terminal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const shape = {
  operators: [
    { id: 0, name: 'Source', parallelism: 1 },
    { id: 1, name: 'Map', parallelism: 2 },
  ],
  edges: [{ id: 0, target: 1 }],
}
const status = { job: 0, name: 'job', state: 'running', threads: 2 } as const

function metrics(elapsedMs: number, records: number): JobMetrics {
  const zero = {
    thread: 0,
    numRecordsSkipped: 0,
    lateRecordsDropped: 0,
    busyTimeMs: 0,
    backPressuredTimeMs: 0,
    idleTimeMs: 0,
    watermarkStatus: 'none',
  } as const
  return {
    job: 0,
    elapsedMs,
    instances: [
      { ...zero, operatorId: 0, instance: 0, numRecordsIn: 0, numRecordsOut: records, progress: records / 4e6 },
      { ...zero, operatorId: 1, instance: 0, numRecordsIn: records / 2, numRecordsOut: records / 2 },
      { ...zero, operatorId: 1, instance: 1, numRecordsIn: records / 2, numRecordsOut: 0, numRecordsSkipped: 3 },
    ],
    edges: [{ edgeId: 0, numRecords: records, numBytes: 0, queueFill: 0.5 }],
    threads: [],
  }
}
const line = (text: string, instance = 0, parallelism = 1) =>
  ({ text, stream: 'stdout', operatorName: 'Map', operatorId: 1, instance, parallelism }) as const
const table = (rows: string[][], final = false) =>
  ({ job: 0, operatorId: 2, name: 'Top', columns: ['airport', 'flights'], rows, final }) as const

test('on a terminal a line per operator stands below what is printed', async () => {
  const terminal = new FakeTerminal(120)
  const view = new ConsoleView({ stdout: terminal.as(), stderr: terminal.as() })
  view.job(status, shape)
  view.metrics(metrics(1_000, 1e6))
  vi.advanceTimersByTime(200)
  await view.lines([line('one'), line('two')], 0)
  view.metrics(metrics(1_500, 2e6))
  await view.lines([line('three')], 0)
  vi.advanceTimersByTime(200)
  expect(terminal.text).toMatchInlineSnapshot(`
    "one
    two
    three
    Source  in      0/s  out  2.0 M/s  queue 0 %   50 % done
    Map x2  in  2.0 M/s  out  1.0 M/s  queue 50 %             3 skipped"
  `)
  view.end()
  expect(terminal.text).toBe('one\ntwo\nthree')
})

test('it is drawn at most five times a second, however often it changes', () => {
  const terminal = new FakeTerminal()
  const view = new ConsoleView({ stdout: terminal.as(), stderr: terminal.as() })
  view.job(status, shape)
  for (let ms = 1; ms <= 1_000; ms++) {
    view.metrics(metrics(ms, ms * 1_000))
    vi.advanceTimersByTime(1)
  }
  expect(terminal.writes).toBeGreaterThan(2)
  expect(terminal.writes).toBeLessThanOrEqual(6)
})

test('on a terminal tables are redrawn in place, and the final one stays', () => {
  const terminal = new FakeTerminal()
  const view = new ConsoleView({ stdout: terminal.as(), stderr: terminal.as() })
  view.table(table([['ORD', '1']]))
  vi.advanceTimersByTime(200)
  view.table(
    table([
      ['ORD', '12'],
      ['ATL', '7'],
    ]),
  )
  vi.advanceTimersByTime(200)
  expect(terminal.text).toBe('airport  flights\nORD           12\nATL            7')
  view.table(table([['ORD', '13']], true))
  view.end()
  expect(terminal.text).toBe('airport  flights\nORD           13')
})

test('piped, the final table is printed once, and no control code', async () => {
  const out: string[] = []
  const pipe = { write: (text: string) => out.push(text) > 0, on() {}, off() {} } as unknown as NodeJS.WriteStream
  const view = new ConsoleView({ stdout: pipe, stderr: pipe })
  view.job(status, shape)
  view.metrics(metrics(1_000, 1e6))
  view.table(table([['ORD', '1']]))
  vi.advanceTimersByTime(1_000)
  await view.lines([line('bare', 1, 4)], 0)
  view.table(table([['ORD', '2']], true))
  view.end()
  expect(out.join('')).toBe('bare\nairport  flights\nORD            2\n')
})

test('a table that never became final is shown as it was when the job ended', () => {
  const terminal = new FakeTerminal()
  const view = new ConsoleView({ stdout: terminal.as(), stderr: terminal.as() })
  view.table(table([['ORD', '1']]))
  view.end()
  expect(terminal.text).toBe('airport  flights\nORD            1')
})

test('lines of an operator with several instances say which on a terminal, and where it is asked for', async () => {
  const terminal = new FakeTerminal()
  await new ConsoleView({ stdout: terminal.as(), stderr: terminal.as() }).lines([line('a', 1, 2), line('b')], 0)
  expect(terminal.text).toBe('Map[1] a\nb')
  const never = new FakeTerminal()
  await new ConsoleView({ stdout: never.as(), stderr: never.as(), prefix: false }).lines([line('a', 1, 2)], 0)
  expect(never.text).toBe('a')
})

test('a narrow terminal gets narrow lines, measured as they are shown; a low one gets few', () => {
  const terminal = new FakeTerminal(10, 4)
  const area = new LiveArea(terminal.as() as never)
  area.show(['|2345678901234', '日本語日本語日本語', 'short', 'four', 'five'])
  expect(terminal.text).toBe('|2345678…\n日本語日…\nshort')
  area.show(['a'])
  expect(terminal.text).toBe('a')
})

test('columns are aligned by the width that is shown; numbers stand at the right', () => {
  expect(
    alignColumns(
      [
        ['name', 'n'],
        ['東京', '5'],
        ['Rome', '12'],
      ],
      true,
    ),
  ).toEqual(['name   n', '東京   5', 'Rome  12'])
})
