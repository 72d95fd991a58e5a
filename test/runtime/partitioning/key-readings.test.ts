import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyReadings, typedKey } from '../../../runtime/src/partitioning/index.ts'

const at = new Date('2013-01-01T00:00:00.000Z')

describe('a key as a user types it', () => {
  it.each<[typed: string, keys: unknown[], says: string]>([
    ['ORD', ['ORD'], 'the text "ORD"'],
    ['5', [5, '5'], 'the number 5, the text "5"'],
    ['"5"', ['5', '"5"'], 'the text "5", the text "\\"5\\""'],
    ['-1.50', [-1.5, '-1.50'], 'the number -1.5, the text "-1.50"'],
    [
      '12345678901234567890',
      [12345678901234567000, '12345678901234567890'],
      'the number 12345678901234567000, the text "12345678901234567890"',
    ],
    ['007', ['007'], 'the text "007"'],
    ['true', [true, 'true'], 'true, the text "true"'],
    ['null', ['null'], 'the text "null"'],
    ['NaN', ['NaN', Number.NaN], 'the text "NaN", the number NaN'],
    ['-Infinity', ['-Infinity', Number.NEGATIVE_INFINITY], 'the text "-Infinity", the number -Infinity'],
    ['5n', ['5n', 5n], 'the text "5n", the bigint 5n'],
    ['[1, "a"]', [[1, 'a'], '[1, "a"]'], 'the array [1,"a"], the text "[1, \\"a\\"]"'],
    [
      '{"city":"ORD"}',
      [{ city: 'ORD' }, '{"city":"ORD"}'],
      'the object {"city":"ORD"}, the text "{\\"city\\":\\"ORD\\"}"',
    ],
    ['2013-01-01', ['2013-01-01', at], 'the text "2013-01-01", the date 2013-01-01T00:00:00.000Z'],
    [
      '2013-01-01T01:00+01:00',
      ['2013-01-01T01:00+01:00', at],
      'the text "2013-01-01T01:00+01:00", the date 2013-01-01T00:00:00.000Z',
    ],
    [
      '"2013-01-01"',
      ['2013-01-01', '"2013-01-01"', at],
      'the text "2013-01-01", the text "\\"2013-01-01\\"", the date 2013-01-01T00:00:00.000Z',
    ],
    [
      '{"day":["2013-01-01"]}',
      [{ day: ['2013-01-01'] }, '{"day":["2013-01-01"]}', { day: [at] }],
      'the object {"day":["2013-01-01"]}, the text "{\\"day\\":[\\"2013-01-01\\"]}", the object {"day":["2013-01-01T00:00:00.000Z"]} with dates',
    ],
    ['2013-13-41', ['2013-13-41'], 'the text "2013-13-41"'],
    ['', [''], 'the text ""'],
  ])('%s', (typed, keys, says) => {
    const readings = keyReadings(typed)
    expect(readings.map(({ key }) => key)).toEqual(keys)
    expect(readings.map(({ text }) => text).join(', ')).toBe(says)
  })
})

describe('what a user types for a key', () => {
  it.each<[key: unknown, typed: string, says: string]>([
    ['ORD', 'ORD', 'the text "ORD"'],
    ['5', '"5"', 'the text "5"'],
    [5, '5', 'the number 5'],
    [5n, '5n', 'the bigint 5n'],
    [at, '2013-01-01T00:00:00.000Z', 'the date 2013-01-01T00:00:00.000Z'],
    [
      { day: [at] },
      '{"day":["2013-01-01T00:00:00.000Z"]}',
      'the object {"day":["2013-01-01T00:00:00.000Z"]} with dates',
    ],
    [[5n], '["5n"]', 'the array ["5n"]'],
  ])('%s is typed %s', (key, typed, says) => {
    expect(typedKey(key)).toEqual({ typed, text: says })
  })

  it('means that key, before or after others', () => {
    const keys = fc.oneof(
      fc.string(),
      fc.string().map((text) => JSON.stringify(text)),
      fc.boolean(),
      fc.bigInt(),
      fc.double().map((number) => number + 0),
      fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
      fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string())),
      fc.array(fc.oneof(fc.integer(), fc.string())),
    )
    fc.assert(
      fc.property(keys, (key) => {
        expect(keyReadings(typedKey(key).typed).map((reading) => reading.key)).toContainEqual(key)
      }),
    )
  })
})
