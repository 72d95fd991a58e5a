import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Trace } from '../../../extension/src/document/identity/trace.ts'
import {
  parseSidecar,
  type Sidecar,
  type StoredTrace,
  serializeSidecar,
  sidecarOf,
} from '../../../extension/src/layout/index.ts'

const sidecar: Sidecar = {
  operators: [
    { trace: { variable: 'lines', method: 'source', text: "textFile('words.txt')" } },
    { trace: { text: '(line) => line.split(" ")', method: 'flatMap' }, placed: { x: 240, y: -12 } },
    { trace: { uid: 'totals', name: 'Totals', method: 'sum', text: '1' } },
  ],
}

test('it is called after the job', () => {
  expect(sidecarOf('file:///a/flights.flow.ts')).toBe('file:///a/flights.flow.layout.json')
  expect(sidecarOf('flights.flow.mts')).toBe('flights.flow.layout.json')
  for (const other of ['flights.ts', 'flights.flow.js', 'flights.flow.tsx']) expect(sidecarOf(other)).toBeUndefined()
})

test('an operator is a line with sorted keys', () => {
  expect(serializeSidecar(sidecar)).toMatchInlineSnapshot(`
    "{
      "operators": [
        { "method": "source", "text": "textFile('words.txt')", "variable": "lines" },
        { "method": "flatMap", "text": "(line) => line.split(\\" \\")", "x": 240, "y": -12 },
        { "method": "sum", "name": "Totals", "text": "1", "uid": "totals" }
      ],
      "version": 1
    }
    "
  `)
  expect(serializeSidecar({ operators: [] })).toBe('{\n  "operators": [],\n  "version": 1\n}\n')
})

test('moving one operator changes one line', () => {
  const moved = sidecar.operators.map((operator, index) =>
    index === 2 ? { ...operator, placed: { x: 1, y: 2 } } : operator,
  )
  const [before, after] = [serializeSidecar(sidecar), serializeSidecar({ operators: moved })].map((text) =>
    text.split('\n'),
  )
  expect(after.filter((line, index) => line !== before[index])).toHaveLength(1)
  expect(after).toHaveLength(before.length)
})

test('what was written is read again, to the byte', () => {
  const text = fc.string({ unit: 'binary' })
  const optional = fc.option(text, { nil: undefined })
  const trace = fc.record({ uid: optional, name: optional, variable: optional, method: text, text })
  const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const placed = fc.option(fc.record({ x: coordinate, y: coordinate }), { nil: undefined })
  fc.assert(
    fc.property(fc.array(fc.record({ trace, placed })), (operators) => {
      const written = serializeSidecar({ operators })
      const read = parseSidecar(written, 'a') as Sidecar
      expect(read).toEqual({ operators })
      expect(serializeSidecar(read)).toBe(written)
    }),
  )
})

test('line ends of Windows, a byte order mark and an empty file do no harm', () => {
  const text = serializeSidecar(sidecar)
  expect(parseSidecar(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'a')).toEqual(sidecar)
  expect(parseSidecar(' \n', 'a')).toEqual({ operators: [] })
})

describe('what cannot be read is told of, and not written over unasked', () => {
  test.each([
    ['{ "operators": [', 'a is not JSON'],
    ['<<<<<<< HEAD\n{}', 'a is not JSON'],
    ['[]', 'a is not a layout of Millrace'],
    ['null', 'a is not a layout of Millrace'],
    ['{ "nodes": [] }', 'a is not a layout of Millrace'],
    ['{ "version": 1 }', 'a is not a layout of Millrace'],
    ['{ "version": 2, "operators": {} }', 'a was written by a newer Millrace (version 2 of the format)'],
    ['{ "version": 1, "operators": [{ "method": "map" }] }', 'a is damaged: its operator 1 cannot be read'],
    [
      '{ "version": 1, "operators": [{ "method": "map", "text": "", "x": 1 }] }',
      'a is damaged: its operator 1 cannot be read',
    ],
    [
      '{ "version": 1, "operators": [{ "method": "map", "text": "", "uid": 7 }] }',
      'a is damaged: its operator 1 cannot be read',
    ],
  ])('%s', (text, notice) => {
    const read = parseSidecar(text, 'a')
    expect(read).toMatchObject({ askBeforeWriting: true })
    expect('notice' in read && read.notice.startsWith(`${notice}. `)).toBe(true)
  })

  test('any text gives a sidecar or a notice', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = parseSidecar(text, 'a')
        return 'operators' in read || read.askBeforeWriting
      }),
    )
  })
})

test('it stores the traces of the document', () => {
  expectTypeOf<Trace>().toEqualTypeOf<StoredTrace>()
})
