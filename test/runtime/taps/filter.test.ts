import { describe, expect, it } from 'vitest'
import { makeFilter, TooSlow } from '../../../runtime/src/execution/taps/filter.ts'

const candidates = (...records: unknown[]) => records.map((record) => ({ record, key: undefined }))

describe('a text filter', () => {
  it.each<[text: string, matches: boolean[]]>([
    ['ord', [true, true, false]],
    ['"delay":5', [false, true, false]],
    ['1970-01', [false, false, true]],
    ['', [true, true, true]],
  ])("'%s' finds what a record shows, in upper or lower case", (text, matches) => {
    const records = candidates('ORD', { city: 'Ord', delay: 5 }, new Date(0))
    expect(makeFilter({ kind: 'text', text }).matches(records)).toEqual(matches)
  })

  it('finds keys, too', () => {
    const filter = makeFilter({ kind: 'text', text: 'ab' })
    expect(filter.matches([{ record: 1, key: 'AB' }])).toEqual([true])
  })
})

describe('an expression', () => {
  const filter = (expression: string) => makeFilter({ kind: 'expression', expression })

  it('has record and key in scope, and the classes of the job', () => {
    const of = [{ record: { n: 1, at: new Date(5) }, key: 'a' }]
    expect(filter('record.n === 1 && key === "a" && record.at instanceof Date').matches(of)).toEqual([true])
    expect(filter('record.n > 1 // more').matches(of)).toEqual([false])
    expect(filter('{ a: 1 }.a').matches(of)).toEqual([true])
  })

  it('that throws does not match, and what it threw first is told', () => {
    const throwing = filter('record.a.b')
    expect(throwing.matches(candidates({ a: { b: 1 } }, {}, null))).toEqual([true, false, false])
    expect(throwing.error).toBe("TypeError: Cannot read properties of undefined (reading 'b')")
  })

  it.each<[expression: string, message: RegExp]>([
    ['', /^the filter is empty/],
    ['record.', /^the filter is no JavaScript expression of record and key: Unexpected token/],
    ['return true', /^the filter is no JavaScript expression/],
    ['1; 2', /^the filter is no JavaScript expression/],
    ['1)} for (;;); {(1', /^the filter is no JavaScript expression/],
    ['await record', /^the filter is no JavaScript expression/],
  ])('%s is refused', (expression, message) => {
    expect(() => filter(expression)).toThrow(message)
  })

  it.each([
    '(() => { for (;;); })()',
    '/^(a+)+$/.test("a".repeat(50) + "b")',
    '(() => { try { for (;;); } catch {} })()',
  ])('%s is ended after 100 ms', (expression) => {
    const start = performance.now()
    expect(() => filter(`record !== 'x' || ${expression}`).matches(candidates('y', 'x'))).toThrow(TooSlow)
    expect(() => filter(expression).matches(candidates('the record'))).toThrow(
      'the filter was switched off: it took more than 100 ms, and was at "the record"',
    )
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
