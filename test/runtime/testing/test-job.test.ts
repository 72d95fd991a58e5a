import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testJob } from '../../../runtime/src/testing/index.ts'

let folder: string
beforeAll(() => {
  const jobs = fileURLToPath(new URL('../../../.cache/jobs/', import.meta.url))
  mkdirSync(jobs, { recursive: true })
  folder = mkdtempSync(join(jobs, 'test-job-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(text: string): string {
  const file = join(folder, `job-${Math.random().toString(36).slice(2)}.flow.ts`)
  writeFileSync(file, text)
  return file
}

const words = () =>
  write(`import { Environment, print, textFile, tumbling } from 'millrace'
const env = new Environment({ parallelism: 2 })
const least: number = env.parameter('least', 2)
const words = env.source(textFile('not-there.txt'), 'Lines').flatMap((line) => line.split(' '))
words.map((word) => [word, 1]).keyBy(0).sum(1).filter((pair) => pair[1] >= least).sink(print()).name('Often')
words.assignTimestamps((word) => word.length).keyBy((word) => word[0]).window(tumbling(5)).count().sink(print()).name('Lengths')
await env.execute('words')
`)

describe('testJob', () => {
  it('runs a whole job file with its sources replaced by records and its sinks by lists', async () => {
    const { sinks, emitted, dropped } = await testJob(words(), { sources: { Lines: ['a b', 'a c', 'b a'] } })
    expect([...sinks.Often].sort()).toEqual([
      ['a', 2],
      ['a', 3],
      ['b', 2],
    ])
    expect([...sinks.Lengths].sort()).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ])
    expect(emitted.Lengths.map(({ timestamp }) => timestamp)).toEqual([4, 4, 4])
    expect(dropped).toBe(0)
  })

  it('sets parameters and parallelism, and can be run again and again', async () => {
    const file = words()
    for (const parallelism of [1, 3]) {
      const { sinks } = await testJob(file, {
        sources: { Lines: ['a a a b b'] },
        parameters: { least: 3 },
        parallelism,
      })
      expect(sinks.Often).toEqual([['a', 3]])
    }
  })

  it('names the source that is meant when there is none of the name', async () => {
    await expect(testJob(words(), { sources: { Line: [] } })).rejects.toThrow("the job has no source 'Line'")
  })

  it('throws what the job fails with', async () => {
    const file = write(`import { Environment, fromCollection } from 'millrace'
const env = new Environment()
env.source(fromCollection([1])).map((n): number => { throw new Error('broken ' + n) }).sink()
await env.execute('failing')
`)
    await expect(testJob(file)).rejects.toThrow('broken 1')
  })

  it('lets processing time pass: an hour takes no time', async () => {
    const file = write(`import { Environment, fromCollection } from 'millrace'
const env = new Environment()
env.source(fromCollection(['a', 'b'])).keyBy((text) => text).process({
  onRecord: (text, { timers, now }) => timers.registerProcessingTime(now + 3_600_000),
  onTimer: (time, { key }, out: { collect(record: string): void }) => out.collect(key + '!'),
}).sink()
await env.execute('patient')
`)
    const { sinks } = await testJob(file)
    expect(sinks.Sink).toEqual([])
  })

  it('says when there is no job', async () => {
    await expect(testJob(write('export {}'))).rejects.toThrow('runs no job')
    await expect(testJob(join(folder, 'nowhere.flow.ts'))).rejects.toThrow('nowhere.flow.ts')
  })
})
