import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from '../../../extension/src/document/index.ts'

const wordCount = `import { Environment, print, textFile } from 'millrace'

const env = new Environment({ parallelism: 2 })

const lines = env.source(textFile('words.txt'))
const counts = lines
  .flatMap((line) => line.split(' '))
  .map((word) => [word, 1], 'Pair')
  .keyBy(0)
  .sum(1)
counts.sink(print())

await env.execute('word count')
`

/** `operator ×instances [key]`, and `source -strategy-> target`. */
function drawn(text: string) {
  const { operators, edges } = parse(text)
  const nodes = operators.map(({ name, parallelism, key }) => `${name} ×${parallelism} [${key}]`)
  const arrows = edges.map(
    ({ source, target, strategy }) => `${operators[source].name} -${strategy}-> ${operators[target].name}`,
  )
  return [...nodes, ...arrows].join('\n')
}

describe('a job is read from its text', () => {
  test('operators come in the order of the text, with names, instances, and the strategies of the runtime', () => {
    expect(drawn(wordCount)).toMatchInlineSnapshot(`
      "Read Text File ×2 [lines]
      FlatMap ×2 [lines/flatMap]
      Pair ×2 [Pair]
      KeyBy ×2 [Pair/keyBy]
      Sum ×2 [counts]
      Print ×2 [counts/sink]
      Read Text File -Forward-> FlatMap
      FlatMap -Forward-> Pair
      Pair -Forward-> KeyBy
      KeyBy -ShuffleByKey-> Sum
      Sum -Forward-> Print"
    `)
    expect(parse(wordCount).name).toBe('word count')
  })

  test('each operator has the range of its call, from the method on', () => {
    const { operators } = parse(wordCount)
    const texts = operators.map(({ range }) => wordCount.slice(range.offset, range.offset + range.length))
    expect(texts[0]).toBe(`source(textFile('words.txt'))`)
    expect(texts[2]).toBe(`map((word) => [word, 1], 'Pair')`)
    expect(texts[5]).toBe('sink(print())')
  })

  test('a written strategy counts, the last one of several, and settings change the operator before', () => {
    const text = `import { Environment as Env } from 'millrace'
      const e = new Env()
      e.fromCollection([1]).setParallelism(4).broadcast().shuffle().map((x) => x).name('Same').uid('same').sink()`
    expect(drawn(text)).toMatchInlineSnapshot(`
      "Source ×4 [fromCollection]
      Same ×1 [same]
      Sink ×1 [same/sink]
      Source -Shuffle-> Same
      Same -Forward-> Sink"
    `)
    expect(parse(text).edges[0]).toMatchObject({ written: true, overridden: ['Broadcast'] })
  })

  test('windows, joins, connected streams and side outputs are operators and edges as running them gives', () => {
    const text = `import { Environment, outputTag, tumbling } from 'millrace'
      const env = new Environment()
      const late = outputTag<number>('too late')
      const left = env.fromCollection([1]).assignTimestamps((n) => n)
      const right = env.fromCollection([2]).assignTimestamps((n) => n, {}, 'Right times')
      const counts = left.keyBy((n) => n).window(tumbling(10)).allowedLateness(5).lateTo(late).count()
      counts.sink()
      counts.sideOutput(late).sink()
      left.windowJoin(right, { left: (n) => n, right: (n) => n, window: tumbling(10) }).sink()
      left.keyBy((n) => n).intervalJoin(right.keyBy((n) => n), { lower: 0, upper: 1 }).sink()
      left.keyBy((n) => n).connect(right.broadcast()).process({ onRecord() {}, onBroadcast() {} }, 'Rules').sink()`
    expect(parse(text).unread).toEqual([])
    const { operators, edges } = parse(text)
    const arrows = edges.map(
      ({ source, output, target, port, strategy }) =>
        `${operators[source].name}${output === 'main' ? '' : ` (${output})`} -${strategy}-> ${operators[target].name} ${port}`,
    )
    expect(
      arrows.filter((arrow) => !/-> (Timestamps|Right times|KeyBy|Sink) /.test(arrow) || arrow.includes('(')),
    ).toEqual([
      'KeyBy -ShuffleByKey-> Window 0',
      'Window (too late) -Forward-> Sink 0',
      'KeyBy -ShuffleByKey-> WindowJoin 0',
      'KeyBy -ShuffleByKey-> WindowJoin 1',
      'KeyBy -ShuffleByKey-> IntervalJoin 0',
      'KeyBy -ShuffleByKey-> IntervalJoin 1',
      'KeyBy -ShuffleByKey-> Rules 0',
      'Right times -Broadcast-> Rules 1',
    ])
  })

  test('a stream that is used twice forks, and union has an edge for each input', () => {
    const text = `import { Environment } from 'millrace'
      const env = new Environment()
      const numbers = env.fromCollection([1, 2])
      const odd = numbers.filter((n) => n % 2)
      odd.union(numbers, odd).sink()`
    const { edges } = parse(text)
    expect(edges.map(({ source, target, ordinal }) => [source, target, ordinal])).toEqual([
      [0, 1, 0],
      [1, 2, 0],
      [0, 2, 0],
      [1, 2, 1],
      [2, 3, 0],
    ])
  })

  test('an operator keeps its key when another one is put before it', () => {
    const before = parse(wordCount).operators
    const after = parse(wordCount.replace('.flatMap(', '.filter((line) => line).flatMap(')).operators
    expect(after.find(({ name }) => name === 'Pair')?.key).toBe(before.find(({ name }) => name === 'Pair')?.key)
    expect(after.find(({ kind }) => kind === 'sum')?.key).toBe('counts')
  })

  test('what a stream cannot do is reported with its place, and the rest is read', () => {
    const { operators, unread } = parse(`import { Environment } from 'millrace'
      const env = new Environment()
      env.fromCollection([1]).unheardOf().map((x) => x)
      env.fromCollection([2]).sink()`)
    expect(unread).toMatchObject([{ message: 'unheardOf(..) is not a method of a stream that can be drawn' }])
    expect(operators.map(({ kind }) => kind)).toEqual(['source', 'source', 'sink'])
  })
})

describe('any text can be read', () => {
  test('a file that does not import millrace is no job', () => {
    expect(parse('export const answer = 42').isJob).toBe(false)
  })

  test('half-typed text gives what can be read, and says where the text breaks', () => {
    const text = `${wordCount.slice(0, wordCount.indexOf('.sum(1)'))}.su`
    const { operators, syntaxError } = parse(`${text}\nconst = `)
    expect(operators.map(({ kind }) => kind)).toEqual(['source', 'flatMap', 'map', 'keyBy'])
    expect(syntaxError?.range.offset).toBeGreaterThan(0)
  })

  test('text nested or chained thousands of levels deep does no harm', () => {
    expect(parse(`import 'millrace'\n${'('.repeat(100_000)}`).isJob).toBe(true)
    const chain = '.map((x) => x)'.repeat(2_000)
    const { operators } = parse(
      `import { Environment } from 'millrace'\nconst env = new Environment()\nenv.unconnected()${chain}`,
    )
    expect(operators.length).toBe(2_001)
  })

  test('text cut or mangled anywhere never throws', () => {
    fc.assert(
      fc.property(fc.nat(wordCount.length), fc.nat(wordCount.length), fc.string(), (from, length, put) => {
        const text = wordCount.slice(0, from) + put + wordCount.slice(from + length)
        const { operators, edges } = parse(text)
        expect(new Set(operators.map(({ key }) => key)).size).toBe(operators.length)
        for (const { source, target } of edges) expect(Math.max(source, target)).toBeLessThan(operators.length)
      }),
      { numRuns: 300 },
    )
  })
})
