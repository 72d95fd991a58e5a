import { describe, expect, it } from 'vitest'
import { adaptSink, collect, discard, isSink, print } from '../../../runtime/src/connectors/index.ts'
import { Writing } from './write.ts'

describe('print', () => {
  it('prints texts as they are, and everything else on one line', async () => {
    const writing = new Writing(print<unknown>())
    const nested = { a: Array.from({ length: 30 }, (_, i) => i), text: 'two\nlines', deep: { b: { c: { d: 1 } } } }
    await writing.run(['two words', 'a\nb', 7, null, ['x', 1], nested, new Map([['k', new Date(0)]])])
    expect(writing.printed).toMatchInlineSnapshot(`
      "two words
      a
      b
      7
      null
      [ 'x', 1 ]
      { a: [ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 ], text: 'two\\nlines', deep: { b: { c: { d: 1 } } } }
      Map(1) { 'k' => 1970-01-01T00:00:00.000Z }
      "
    `)
  })

  it('prints what format says', async () => {
    const writing = new Writing(print<number>({ format: (n) => `<${n}>` }))
    await writing.run([1, 2])
    expect(writing.printed).toBe('<1>\n<2>\n')
  })
})

describe('collect', () => {
  it('sends the records under their name, and keeps no array of the engine', async () => {
    const writing = new Writing(collect<number>('numbers'))
    const batch = [1, 2]
    await writing.writer.write(batch)
    batch[0] = 9
    expect(writing.results).toEqual([{ kind: 'collect', name: 'numbers', records: [1, 2] }])
  })

  it('refuses to have no name', () => {
    expect(() => collect('')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: collect takes the name of its results: collect('counts')]`,
    )
  })
})

describe('adaptSink', () => {
  it('awaits what a function returns, record by record', async () => {
    const order: string[] = []
    const writing = new Writing(
      adaptSink<number>((n) => {
        order.push(`begin ${n}`)
        if (n % 2 === 1) return Promise.resolve().then(() => order.push(`end ${n}`))
      }),
    )
    await writing.run([1, 2, 3])
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'begin 3', 'end 3'])
  })

  it('makes no promise for a function that makes none', () => {
    const seen: number[] = []
    const writing = new Writing(adaptSink<number>((n) => seen.push(n)))
    expect(writing.writer.write([1, 2])).toBeUndefined()
    expect(seen).toEqual([1, 2])
  })

  it('fails with what the function throws or rejects with', async () => {
    const failing = [
      adaptSink(() => {
        throw new Error('boom')
      }),
      adaptSink(async () => {
        throw new Error('boom')
      }),
    ]
    for (const sink of failing) await expect(new Writing(sink).run([1])).rejects.toThrow('boom')
  })

  it('leaves a Sink as it is, and refuses what is none', () => {
    const sink = discard<number>()
    expect(isSink(sink)).toBe(true)
    expect(adaptSink(sink)).toBe(sink)
    expect(() => adaptSink('out.txt' as never)).toThrow(TypeError)
  })
})
