import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist, isAlive, workplace } from './scripted.ts'

let supervisor: typeof Supervisor
let place: ReturnType<typeof workplace>

beforeAll(async () => {
  supervisor = await import(pathToFileURL(join(dist, 'supervisor', 'index.js')).href)
}, 60_000)
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

const begin = `import { defineSource, disk, Environment, END, generate, outputTag, textFile, textFileSink, tumbling } from 'millrace'
const env = new Environment({ parallelism: 2 })
`

async function preview(text: string, options: Partial<Supervisor.PreviewJobOptions> = {}) {
  const bundle = await supervisor.build(place.write('job.flow.ts', begin + text))
  return supervisor.previewJob({ bundle, ...options })
}

/** `source name and output` to records, with their keys where they have some. */
function shown({ graph, edges }: Supervisor.Preview): Record<string, string[]> {
  return Object.fromEntries(
    edges.map(({ source, output, records }) => [
      `${graph!.operators[source].name}${output === 'main' ? '' : ` ${output}`}`,
      records.map(({ text, key }) => (key === undefined ? text : `${key}: ${text}`)),
    ]),
  )
}

describe('what is shown', () => {
  const job = `
    env.fromCollection([1, 2, 3]).map((n) => n + 1, 'Add').filter((n) => n > 2, 'Large')
      .map((n) => { throw new Error('behind the operator') }, 'Never').sink((n) => { throw new Error('sink') })
    await env.execute('a')`

  test('every edge upstream of an operator and out of it; nothing behind it is called', async () => {
    const found = await preview(job, { operator: 'Large' })
    expect(found).toMatchObject({ ended: 'complete', sources: [{ operatorId: 0, numRecords: 3, complete: true }] })
    expect(shown(found)).toEqual({ Source: ['1', '2', '3'], Add: ['2', '3', '4'], Large: ['3', '4'] })
  })

  test('edges and operators have the ids that they have in the whole job', async () => {
    const { graph, edges } = await preview(
      `const tag = outputTag('bad')
      env.fromCollection([9]).map((n) => n, 'Other').sink()
      const parsed = env.fromCollection(['1', 'x']).map((text) => JSON.parse(text), 'Parse').onError(tag)
      parsed.sink()
      parsed.sideOutput(tag).map(({ record }) => record, 'Bad').sink()
      await env.execute('a')`,
      { operator: 'Parse' },
    )
    const whole = graph!.edges.filter(({ source }) => ['Source', 'Parse'].includes(graph!.operators[source].name))
    expect(edges.map(({ edgeId, source, output, numRecords }) => [edgeId, source, output, numRecords])).toEqual(
      whole.slice(1).map(({ id, source, output }) => [id, source, output, source === whole[1].source ? 2 : 1]),
    )
  })

  test('of the whole job where no operator is named, without sinks', async () => {
    const found = await preview(
      `env.fromCollection(['b', 'a']).keyBy((s) => s).map((s) => s + s).sink(textFileSink('out.txt'))
      await env.execute('a')`,
    )
    expect(found.ended).toBe('complete')
    expect(shown(found)).toEqual({ Source: ['"b"', '"a"'], KeyBy: ['"b": "b"', '"a": "a"'], Map: ['"bb"', '"aa"'] })
    expect(readdirSync(place.folder).filter((name) => name.startsWith('out'))).toEqual([])
  })

  test('what an operator emits that nobody reads yet', async () => {
    const { edges } = await preview(`env.fromCollection([1]).map((n) => n * 2)\nawait env.execute('a')`)
    expect(edges).toEqual([
      { edgeId: 0, source: 0, output: 'main', numRecords: 1, records: [{ text: '1', json: true, instance: 0 }] },
      { source: 1, output: 'main', numRecords: 1, records: [{ text: '2', json: true, instance: 0 }] },
    ])
  })

  test('what the job prints, with the operator that does', async () => {
    const { output } = await preview(`
      console.log('module')
      env.fromCollection([1]).map((n) => { console.log('n is', n); return n }, 'Say').sink()
      await env.execute('a')`)
    expect(output).toEqual([
      { text: 'module', stream: 'stdout' },
      { text: 'n is 1', stream: 'stdout', operatorId: 1, operatorName: 'Say' },
    ])
  })

  test('no more records of an edge than are asked for, but all are counted', async () => {
    const { edges } = await preview(
      `env.fromCollection([1, 2]).flatMap((n) => Array(100).fill(n), 'Many').sink()\nawait env.execute('a')`,
      { records: 3 },
    )
    expect(edges[0]).toMatchObject({ numRecords: 2, records: { length: 2 } })
    expect(edges[0].cut).toBeUndefined()
    expect(edges[1]).toMatchObject({ numRecords: 200, cut: true, records: { length: 3 } })
  })
})

describe('sources', () => {
  test('give their first records, whatever their parallelism', async () => {
    place.write('numbers.txt', Array.from({ length: 1000 }, (_, i) => `${i}\n`).join(''))
    const found = await preview(
      `env.source(textFile('numbers.txt')).setParallelism(4).map(Number).sink()\nawait env.execute('a')`,
      { records: 5 },
    )
    expect(found.ended).toBe('complete')
    expect(found.sources).toEqual([{ operatorId: 0, numRecords: 5, complete: false }])
    expect(shown(found).Map).toEqual(['0', '1', '2', '3', '4'])
  })

  test('that give nothing for a while are waited for until the time is over; what came is shown, and windows fire', async () => {
    const found = await preview(
      `env.source(async function* () { yield 1; yield 2; await new Promise(() => {}) })
        .assignTimestamps((n) => n).keyBy(() => 'all').window(tumbling(1000)).count().sink()
      await env.execute('a')`,
      { timeoutMs: 6_000 },
    )
    expect(found).toMatchObject({ ended: 'time', sources: [{ numRecords: 2, complete: false }] })
    expect(shown(found).Window).toEqual(['["all",2]'])
  })

  test('that never end are stopped after their records', async () => {
    const found = await preview(`env.source(generate((n) => n)).map((n) => -n).sink()\nawait env.execute('a')`)
    expect(found).toMatchObject({ ended: 'complete', edges: [{ numRecords: 100 }, { numRecords: 100 }] })
  })

  test('keep the timestamps and watermarks that they give', async () => {
    const found = await preview(`
      const times = [5, 1005, 2]
      let next = 0
      env.source(defineSource({
        timestamps: true,
        splits: () => [0],
        reader: () => ({
          poll: () => (next < 3 ? [next++] : END), timestamps: () => [times[next - 1]], watermark: () => times[Math.min(next, 2) - 1] - 1,
          snapshot: () => 0, restore() {},
        }),
      })).setParallelism(1).keyBy(() => 'k').window(tumbling(1000)).process((key, { start }, records) => [[start, ...records]]).sink()
      await env.execute('a')`)
    expect(found.error).toBeUndefined()
    expect(shown(found).Window).toEqual(['[0,0]', '[1000,1]'])
  })

  test('that fail do so after the records that they gave', async () => {
    const found = await preview(`
      env.source(function* () { yield 1; throw new Error('no more') }).map((n) => n).sink()
      await env.execute('a')`)
    expect(found).toMatchObject({
      ended: 'failed',
      error: { message: 'no more', operatorName: 'Source', position: { line: 4 } },
    })
    expect(shown(found)).toEqual({ Source: ['1'], Map: ['1'] })
  })

  test('of which several are read at once always meet in the same order', async () => {
    for (const name of ['a', 'b'])
      place.write(`${name}.txt`, Array.from({ length: 50 }, (_, i) => `${name}${i}\n`).join(''))
    const text = `env.source(textFile('a.txt')).union(env.source(textFile('b.txt'))).keyBy(() => 1).reduce((a, b) => a + b).sink()
      await env.execute('a')`
    const first = await preview(text)
    expect(first.edges.at(-1)).toMatchObject({ numRecords: 100 })
    expect(await preview(text)).toEqual(first)
  })
})

describe('a preview that fails', () => {
  test('tells operator, record and place, and gives the records that came before', async () => {
    const found = await preview(`
      env.fromCollection([1, 2, 0, 4]).map((n) => {
        if (n === 0) throw new RangeError('zero')
        return 1 / n
      }, 'Invert').sink()
      await env.execute('a')`)
    expect(found).toMatchObject({
      ended: 'failed',
      error: {
        reason: 'user-code',
        message: 'RangeError: zero',
        operatorName: 'Invert',
        record: '0',
        position: { file: join(place.folder, 'job.flow.ts'), line: 5, column: 28 },
      },
    })
    expect(shown(found)).toEqual({ Source: ['1', '2', '0'], Invert: ['1', '0.5'] })
  })

  test('because a function ends the process says so, with the records that came before', async () => {
    const found = await preview(`
      env.fromCollection([1, 2]).map((n) => { if (n === 2) process.exit(0); return n }, 'Exit').sink()
      await env.execute('a')`)
    expect(found).toMatchObject({ ended: 'failed', error: { reason: 'crash', position: { line: 4 } } })
    expect(shown(found)).toEqual({ Source: ['1', '2'], Exit: ['1'] })
  })

  test('because its module throws says where', async () => {
    const found = await preview(`throw new Error('at the top')`)
    expect(found).toMatchObject({ ended: 'failed', error: { position: { line: 3 } }, edges: [] })
    expect(found.error!.message).toContain('at the top')
  })

  test('names what was meant by an operator or a parameter that is not there', async () => {
    const text = `env.parameter('limit', 1)\nenv.fromCollection([1]).map((n) => n, 'Double').sink()\nawait env.execute('a')`
    expect((await preview(text, { operator: 'Duoble' })).error).toMatchObject({
      reason: 'wrong-use',
      message: "the job has no operator 'Duoble'",
      cure: "did you mean 'Double'?",
    })
    expect((await preview(text, { operator: 7 })).error?.message).toBe('the job has no operator 7')
    expect((await preview(text, { overrides: { parameters: { limti: '2' } } })).error).toMatchObject({
      reason: 'wrong-use',
      message: "the job has no parameter 'limti'",
    })
  })

  test('is not one because of operators that are no part of it', async () => {
    const text = `
      env.fromCollection([1]).map((n) => n, 'Whole').keyBy((n) => n).window(tumbling(1000)).count().sink()
      await env.execute('a')`
    expect(shown(await preview(text, { operator: 'Whole' }))).toEqual({ Source: ['1'], Whole: ['1'] })
    expect((await preview(text)).error).toMatchObject({ reason: 'invalid-job', operatorName: 'Window' })
  })
})

describe('a preview that does not end', () => {
  const endless = {
    'in a function that never returns': 'map((n) => { if (n === 3) for (;;); return n })',
    'in records without end': 'flatMap(function* (n) { yield n; if (n === 2) for (;;) yield n })',
    'in a promise that never settles': 'asyncMap((n) => (n < 3 ? n : new Promise(() => {})))',
  }
  for (const [where, operator] of Object.entries(endless)) {
    test(`${where} is ended at its time limit, with what it has found`, async () => {
      const before = performance.now()
      const { ended, edges, output, error } = await preview(
        `console.log(process.pid)\nenv.fromCollection([1, 2, 3]).${operator}.sink()\nawait env.execute('a')`,
        { timeoutMs: 4_000 },
      )
      expect([ended, error]).toEqual(['time', undefined])
      expect(performance.now() - before).toBeLessThan(6_500)
      expect(edges[1].records.slice(0, 2).map(({ text }) => text)).toEqual(['1', '2'])
      expect(isAlive(Number(output[0].text))).toBe(false)
    })
  }

  test('ends when nobody wants it any more', async () => {
    const signal = AbortSignal.timeout(300)
    const before = performance.now()
    await expect(
      preview(`env.fromCollection([1]).map(() => { for (;;); }).sink()\nawait env.execute('a')`, { signal }),
    ).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

test('parameters are set as in a run, and texts need not be saved', async () => {
  const file = join(place.folder, 'unsaved.flow.ts')
  const text = `${begin}
    const by = env.parameter('by', 2)
    env.fromCollection([1]).map((n) => n * by).sink()
    await env.execute('a')`
  const bundle = await supervisor.build(file, { texts: new Map([[file, text]]) })
  const found = await supervisor.previewJob({ bundle, overrides: { parameters: { by: '5' } } })
  expect(shown(found).Map).toEqual(['5'])
})

test('of several jobs of a file one is chosen by its number or its name', async () => {
  const text = `
    env.fromCollection([1]).sink()
    await (await env.execute('first')).waitFinish()
    const other = new Environment()
    other.fromCollection([2]).sink()
    await other.execute('second')`
  expect(shown(await preview(text)).Source).toEqual(['1'])
  expect(shown(await preview(text, { job: 1 })).Source).toEqual(['2'])
  expect(shown(await preview(text, { overrides: { onlyJob: 'second' } })).Source).toEqual(['2'])
})

test('neither state on disk nor a note of a running job is written', async () => {
  const found = await preview(`
    const kept = new Environment({ state: disk({ folder: 'state' }) })
    kept.fromCollection([1]).keyBy((n) => n).reduce((a, b) => a + b).sink()
    await kept.execute('a')`)
  expect(found.ended).toBe('complete')
  expect(existsSync(join(place.folder, 'state'))).toBe(false)
  expect(existsSync(join(place.folder, '.millrace', 'running'))).toBe(false)
})
