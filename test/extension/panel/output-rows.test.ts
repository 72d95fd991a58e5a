import fc from 'fast-check'
import type { OutputLine } from 'millrace/control'
import { describe, expect, test } from 'vitest'
import { filterTest, textTest } from '../../../extension/src/panel/output-filter.ts'
import { OutputRows } from '../../../extension/src/panel/output-rows.ts'
import { JobOutput } from '../../../extension/src/run/index.ts'

const line = (text: string, more: Partial<OutputLine> = {}): OutputLine => ({ text, stream: 'stdout', ...more })
const everything = { text: '', stream: 'all' as const }

function passing(filter: Parameters<typeof filterTest>[0], lines: readonly OutputLine[]): string[] {
  const test = filterTest(filter)
  const passes = test ? test(lines) : lines.map(() => true)
  return lines.filter((_, index) => passes[index]).map(({ text }) => text)
}

describe('a filter', () => {
  const lines = [
    line('late: ORD', { operatorName: 'Late' }),
    line('\x1b[31mLATE\x1b[0m again', { operatorName: 'Print' }),
    line('lost', { operatorName: 'Late', stream: 'stderr' }),
    line('3.5 (of 4)'),
  ]

  test('finds a text whatever its case, and through colours', () => {
    expect(passing({ ...everything, text: 'Late' }, lines)).toEqual(['late: ORD', '\x1b[31mLATE\x1b[0m again'])
    expect(passing({ ...everything, text: 'late again' }, lines)).toEqual(['\x1b[31mLATE\x1b[0m again'])
    expect(passing({ ...everything, text: '[31m' }, lines)).toEqual([])
  })

  test('takes a text between slashes as a regular expression, as it is written', () => {
    expect(passing({ ...everything, text: '/^l(ate|ost)/' }, lines)).toEqual(['late: ORD', 'lost'])
    expect(passing({ ...everything, text: '/^late/i' }, lines)).toEqual(['late: ORD', '\x1b[31mLATE\x1b[0m again'])
    expect(passing({ ...everything, text: '/l/g' }, lines)).toEqual(['late: ORD', 'lost'])
  })

  test('takes every other text literally', () => {
    expect(passing({ ...everything, text: '3.5 (' }, lines)).toEqual(['3.5 (of 4)'])
    expect(passing({ ...everything, text: '3x5' }, lines)).toEqual([])
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...'a.*+?()[]{}^$|\\/-') }), (text) => {
        fc.pre(!/^\/.+\/$/.test(text))
        expect(textTest(text)!([line(`before ${text} after`), line('before')])).toEqual([true, false])
      }),
    )
  })

  test('by operator, by stream, and by all at once', () => {
    expect(passing({ ...everything, operator: 'Late' }, lines)).toEqual(['late: ORD', 'lost'])
    expect(passing({ ...everything, stream: 'errors' }, lines)).toEqual(['lost'])
    expect(passing({ text: 'l', operator: 'Late', stream: 'errors' }, lines)).toEqual(['lost'])
  })

  test('says what is wrong with an expression', () => {
    expect(() => filterTest({ ...everything, text: '/(/' })).toThrow('Invalid regular expression')
    expect(() => filterTest({ ...everything, text: '/a/xyz' })).toThrow('Invalid flags')
  })

  test('gives up on an expression that takes for ever, with a reason', () => {
    const output = new JobOutput()
    output.add([line(`${'a'.repeat(60)}!`)])
    const rows = new OutputRows(output, filterTest({ ...everything, text: '/^(a+)+$/' }))
    const start = performance.now()
    rows.update()
    expect(rows.problem).toContain('takes too long')
    output.add([line(`${'a'.repeat(60)}!`)])
    rows.update()
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('rows', () => {
  test('are the kept lines that pass, and row n stays row n until its line is dropped', () => {
    // Each step adds lines, and then somebody looks or not.
    const step = fc.record({
      lines: fc.array(fc.boolean(), { maxLength: 12 }),
      times: fc.integer({ min: 1, max: 900 }),
      look: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const output = new JobOutput()
        const rows = new OutputRows(output, filterTest({ ...everything, text: 'yes' }))
        const seen = new Map<number, number>()
        for (const { lines, times, look } of steps) {
          for (let i = 0; i < times; i++) output.add(lines.map((yes) => line(yes ? 'yes' : 'no')))
          if (!look) continue
          rows.update()
          const numbers: number[] = []
          for (let row = rows.first; row < rows.end; row++) {
            const number = rows.lineOf(row)
            numbers.push(number)
            // `expect` for each of so many rows takes seconds.
            if ((seen.get(row) ?? number) !== number || rows.rowAt(number) !== row) expect.unreachable(`row ${row}`)
            seen.set(row, number)
          }
          const expected: number[] = []
          for (let n = output.first; n < output.end; n++) if (output.line(n)!.text === 'yes') expected.push(n)
          expect(numbers).toEqual(expected)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('without a filter are the lines', () => {
    const output = new JobOutput()
    output.add(Array.from({ length: 10_500 }, (_, i) => line(`${i}`)))
    const rows = new OutputRows(output, filterTest(everything))
    rows.update()
    expect([rows.first, rows.end, rows.lineOf(700)]).toEqual([500, 10_500, 700])
  })
})
