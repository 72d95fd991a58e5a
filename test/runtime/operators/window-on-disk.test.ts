import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { disk, onEventTime, session, sliding, type WindowedStream } from '../../../runtime/src/index.ts'
import { testStream } from '../../../runtime/src/testing/index.ts'

type Pair = [key: string, value: number]
type Windows = WindowedStream<string, Pair>

const folder = mkdtempSync(join(tmpdir(), 'millrace-windows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KEYS = 60

describe('windows of more keys than are held in memory', () => {
  // record     1   3                     (of each key; sessions of 10 have grown by the second)
  // restored        ^
  // watermark           12     29
  it.each([
    ['sessions', (keyed: any): Windows => keyed.window(session(10)), 12],
    ['sessions with a trigger', (keyed: any): Windows => keyed.window(session(10)).trigger(onEventTime()), 12],
    ['sliding windows', (keyed: any): Windows => keyed.window(sliding({ size: 20, slide: 10 })), 9],
  ])('fire all after a restore: %s', async (_windows, cut, first) => {
    const harness = await testStream<Pair, [string, number]>((input) => cut(input.keyBy(0)).count('Count'), {
      state: disk({ folder, cacheEntries: 16 }),
    })
    for (const time of [1, 3]) for (let i = 0; i < KEYS; i++) harness.push([`key ${i}`, 1], time)
    await harness.snapshotAndRestore()
    harness.watermark(12)
    const results = harness.output.filter(({ timestamp }) => timestamp === first).map(({ value }) => value)
    expect(new Map(results)).toEqual(new Map(Array.from({ length: KEYS }, (_, i) => [`key ${i}`, 2])))
    expect(results).toHaveLength(KEYS)
    await harness.close()
  })
})
