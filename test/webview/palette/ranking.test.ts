import { expect, test } from 'vitest'
import { paletteOf } from '../../../extension/src/diagram/index.ts'
import { offers, type Stream } from '../../../webview/src/editor/palette/ranking.ts'

const BEHIND: Stream = { begins: false, keyed: false, goesOn: false, onEdge: false }
const palette = paletteOf()

/** What is offered, by title, and whether it would work. */
const offered = (stream: Partial<Stream>, query = '', recent: readonly string[] = []) =>
  offers(palette, { ...BEHIND, ...stream }, recent, query)
const titles = (stream: Partial<Stream>, query?: string, recent?: readonly string[]) =>
  offered(stream, query, recent).map(({ entry }) => entry.title)

test.for<[string, Partial<Stream>, string[]]>([
  ['a stream with keys: what works by key', { keyed: true, type: 'Flight' }, ['Reduce', 'Sum', 'Process']],
  ['arrays: what takes them apart', { type: 'string[]' }, ['Flat map', 'Map', 'Filter']],
  ['sets', { type: 'Set<string>' }, ['Flat map', 'Map', 'Filter']],
  ['lines', { type: 'string' }, ['Flat map', 'Map', 'Filter']],
  ['numbers', { type: 'number' }, ['Map', 'Filter', 'Key by']],
  ['records', { type: '{ origin: string; delay: number; }' }, ['Key by', 'Filter', 'Map']],
  ['records of a named type', { type: 'Flight' }, ['Key by', 'Filter', 'Map']],
  ['pairs', { type: '[string, number]' }, ['Key by', 'Filter', 'Map']],
  ['records that tell their time', { type: '{ at: number; }' }, ['Key by', 'Filter', 'Map', 'Assign timestamps']],
])('behind %s comes first', ([, stream, first]) => {
  expect(titles(stream).slice(0, first.length)).toEqual(first)
})

test('windows are offered behind keys, directly after what works by key, and last where there are none', () => {
  const keyed = offered({ keyed: true })
  expect(keyed.findIndex(({ entry }) => entry.group === 'window')).toBe(3)
  const plain = offered({ type: 'string' })
  const isWindow = ({ entry }: (typeof plain)[number]) => entry.group === 'window'
  const lastFitting = plain.findLastIndex(({ unfit }) => unfit === undefined)
  expect(plain.findIndex(isWindow)).toBeGreaterThan(lastFitting)
  expect(plain.filter(isWindow).every(({ unfit }) => unfit?.includes('Key by'))).toBe(true)
})

test('sinks come behind all that goes on, print first, then those that suit the records', () => {
  const sinks = offered({ type: '{ a: number; }' }).flatMap(({ entry, unfit }, index) =>
    entry.group === 'sink' && unfit === undefined ? [[index, entry.title] as const] : [],
  )
  const goesOn = offered({ type: '{ a: number; }' }).findLastIndex(
    ({ entry, unfit }) => entry.yields === 'stream' && unfit === undefined,
  )
  expect(sinks[0][0]).toBeGreaterThan(goesOn)
  expect(sinks.map(([, title]) => title).slice(0, 4)).toEqual([
    ...['Print', 'Table', 'Json lines file sink', 'Csv file sink'],
  ])
  const lines = titles({ type: 'string' })
  expect(lines.indexOf('Text file sink')).toBeLessThan(lines.indexOf('Csv file sink'))
})

test('where a stream begins sources come first; in the middle of one sinks would not work', () => {
  expect(offered({ begins: true })[0].entry.on).toBe('environment')
  const between = offered({ goesOn: true, onEdge: true })
  expect(between.filter(({ entry }) => entry.group === 'sink').every(({ unfit }) => unfit !== undefined)).toBe(true)
})

test('among what fits equally, what was used of late comes first', () => {
  expect(titles({ type: 'string' }, '', ['inspect'])[3]).toBe('Inspect')
})

test('what is typed counts more than what fits', () => {
  expect(titles({ type: 'string' }, 'key')[0]).toBe('Key by')
})
