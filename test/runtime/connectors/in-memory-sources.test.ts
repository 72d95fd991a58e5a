import { PassThrough, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  adaptSource,
  END,
  fromCollection,
  generate,
  type IndexedReader,
  type Source,
} from '../../../runtime/src/connectors/index.ts'
import { drives, readAll, readInstances, readInterrupted } from './drive.ts'

const numbers = Array.from({ length: 5_000 }, (_, i) => i)
const ascending = (list: readonly number[]) => [...list].sort((a, b) => a - b)

describe('fromCollection', () => {
  it('gives element i to instance i mod parallelism', async () => {
    expect(await readInstances(fromCollection([0, 1, 2, 3, 4, 5, 6]), { parallelism: 3 })).toEqual([
      [0, 3, 6],
      [1, 4],
      [2, 5],
    ])
  })

  it.each([1, 2, 5])('gives each element once at parallelism %i', async (parallelism) => {
    expect(ascending(await readAll(fromCollection(numbers), { parallelism }))).toEqual(numbers)
    expect(ascending(await readInterrupted(fromCollection(numbers), 2, { parallelism, max: 100 }))).toEqual(numbers)
    expect(await readAll(fromCollection([]), { parallelism })).toEqual([])
  })

  it('takes falsy elements as records', async () => {
    const falsy = [0, '', false, null, undefined, Number.NaN]
    expect(await readAll(fromCollection(falsy))).toEqual(falsy)
  })
})

describe('generate', () => {
  it.each([1, 2, 5])('gives the record of each index once at parallelism %i', async (parallelism) => {
    const source = generate((i) => i * 2, { count: 5_000 })
    expect(source.singleInstance).toBeUndefined()
    expect(ascending(await readAll(source, { parallelism, max: 333 }))).toEqual(numbers.map((i) => i * 2))
    expect(ascending(await readInterrupted(source, 3, { parallelism, max: 333 }))).toEqual(numbers.map((i) => i * 2))
  })

  it('never ends without a count, and then has one instance', async () => {
    const source = generate((i) => i)
    expect(source.singleInstance).toBeDefined()
    const [drive] = await drives(source, { max: 10 })
    for (let i = 0; i < 100; i++) await drive.next()
    expect(drive.reader.snapshot()).toEqual({ split: 0, next: 1000 })
    expect(drive.reader.progress!()).toBeUndefined()
  })

  it('spreads the rate of the whole source evenly over time and instances', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const readers = await drives(
        generate((i) => i, { count: 1_000, ratePerSecond: 100 }),
        { parallelism: 2 },
      )
      const [even, odd] = readers.map(({ reader }) => reader as IndexedReader<number>)
      expect(even.claim(1024)).toMatchObject({ count: 0, wait: 10 })
      expect(odd.claim(1024)).toMatchObject({ count: 0, wait: 20 })
      vi.advanceTimersByTime(10)
      expect(even.claim(1024)).toEqual({ from: 0, step: 2, count: 1 })
      expect(odd.claim(1024)).toMatchObject({ count: 0, wait: 10 })
      vi.advanceTimersByTime(40)
      expect(even.claim(1024)).toEqual({ from: 2, step: 2, count: 2 })
      expect(odd.claim(1)).toEqual({ from: 1, step: 2, count: 1 })
      expect(odd.claim(1024)).toEqual({ from: 3, step: 2, count: 1 })
      vi.advanceTimersByTime(60_000)
      expect(even.claim(9999)).toEqual({ from: 6, step: 2, count: 497 })
      expect(even.claim(9999)).toBe(END)
    } finally {
      vi.useRealTimers()
    }
  })

  it('goes on at the rate after a restore, without making up for the time in between', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const [first, second] = [
        ...(await drives(generate((i) => i, { ratePerSecond: 100 }))),
        ...(await drives(generate((i) => i, { ratePerSecond: 100 }))),
      ].map(({ reader }) => reader as IndexedReader<number>)
      first.claim(1)
      vi.advanceTimersByTime(1_000)
      expect(first.claim(1024)).toEqual({ from: 0, step: 1, count: 100 })
      vi.advanceTimersByTime(50_000)
      second.restore(first.snapshot())
      expect(second.claim(1024)).toMatchObject({ from: 100, count: 0 })
      vi.advanceTimersByTime(100)
      expect(second.claim(1024)).toEqual({ from: 100, step: 1, count: 10 })
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([{ count: -1 }, { count: 1.5 }, { ratePerSecond: 0 }])('refuses %o', (options) => {
    expect(() => generate((i) => i, options)).toThrow(RangeError)
  })
})

describe('adaptSource', () => {
  const counter = () => {
    let next = 0
    return () => (next < 5_000 ? next++ : END)
  }
  // Made anew for each reader, as every thread does that runs the job file.
  const inputs: Record<string, () => Parameters<typeof adaptSource<number>>[0]> = {
    'an iterable': () => new Set(numbers),
    'an array': () => numbers,
    'a generator': () =>
      function* () {
        yield* numbers
      },
    'an async generator': () =>
      async function* () {
        yield* numbers
      },
    'an async iterable that waits': () => ({
      async *[Symbol.asyncIterator]() {
        for (const i of numbers) {
          if (i % 1000 === 0) await sleep(2)
          yield i
        }
      },
    }),
    'a function': () => counter(),
    'an async function': () => {
      const next = counter()
      return async () => next()
    },
    'a getNext object': () => ({ getNext: counter() }),
    'an iterator': () => ({ next: numbers[Symbol.iterator]().next.bind(numbers[Symbol.iterator]()) }) as never,
    'a stream of objects': () => Readable.from(numbers),
  }

  it.each(Object.entries(inputs))('gives each record of %s once, at any parallelism', async (_, input) => {
    for (const parallelism of [1, 2, 5]) {
      const source = adaptSource(input())
      expect(source.singleInstance).toMatch(/has one reader$/)
      expect(await readAll(source, { parallelism })).toEqual(numbers)
    }
  })

  it.each(Object.entries(inputs))('goes on exactly behind the last record of %s', async (_, input) => {
    const [first] = await drives(adaptSource(input()), { max: 700 })
    const read = [...((await first.next()) as number[]), ...((await first.next()) as number[])]
    const position = structuredClone(first.reader.snapshot())
    await first.close()
    expect(position).toBe(read.length)
    const [second] = await drives(adaptSource(input()), { max: 700 })
    second.reader.restore(position)
    expect([...read, ...(await second.rest())]).toEqual(numbers)
  })

  it('ends with END only: falsy values are records', async () => {
    const values = [0, '', false, null, undefined]
    let next = 0
    expect(await readAll(adaptSource(() => (next < values.length ? values[next++] : END)))).toEqual(values)
  })

  it('gives Buffers of a stream that is not in object mode', async () => {
    const stream = new PassThrough()
    stream.end('ab')
    expect((await readAll(adaptSource<Buffer>(stream))).join('')).toBe('ab')
  })

  it('does not begin to iterate in an instance that has nothing to read', async () => {
    const begun = vi.fn(() => numbers[Symbol.iterator]())
    const source = adaptSource({ [Symbol.iterator]: begun })
    await source.splits({ parallelism: 1, resolve: String })
    expect(begun).not.toHaveBeenCalled()
  })

  it('closes an iterator with return() when the job stops', async () => {
    const closed: string[] = []
    const sources = [
      adaptSource(function* () {
        try {
          for (let i = 0; ; i++) yield i
        } finally {
          closed.push('generator')
        }
      }),
      adaptSource(async function* () {
        try {
          for (let i = 0; ; i++) yield i
        } finally {
          closed.push('async generator')
        }
      }),
    ]
    for (const source of sources) {
      const [drive] = await drives<number>(source, { max: 10 })
      await drive.next()
      await drive.close()
      await sleep(1)
    }
    expect(closed).toEqual(['generator', 'async generator'])
  })

  it('closes what waits for a record that never comes, without waiting for it', async () => {
    const stream = new PassThrough({ objectMode: true })
    const waiting = {
      async *[Symbol.asyncIterator]() {
        yield 1
        await new Promise(() => {})
      },
    }
    stream.write(1)
    for (const input of [waiting, stream as AsyncIterable<number>]) {
      const [drive] = await drives(adaptSource<number>(input))
      expect(await drive.next()).toEqual([1])
      expect('poll' in drive.reader && (await drive.reader.poll(10))).toEqual([])
      await drive.close()
    }
    expect(stream.destroyed).toBe(true)
  })

  it('takes up the thread for about a millisecond a poll', async () => {
    const [drive] = await drives(
      adaptSource(function* () {
        for (let i = 0; ; i++) {
          const until = performance.now() + 0.5
          while (performance.now() < until);
          yield i
        }
      }),
    )
    expect(((await drive.next()) as unknown[]).length).toBeLessThan(20)
    await drive.close()
  })

  it('gives what came before an error, then the error', async () => {
    const sources = [
      adaptSource(function* () {
        yield 1
        throw new Error('boom')
      }),
      adaptSource(async function* () {
        yield 1
        throw new Error('boom')
      }),
    ]
    for (const source of sources) {
      const [drive] = await drives<number>(source)
      expect(await drive.next()).toEqual([1])
      await expect(drive.next()).rejects.toThrow('boom')
      await drive.close()
    }
  })

  it('knows the type of its records', () => {
    expectTypeOf(adaptSource([1, 2])).toEqualTypeOf<Source<number>>()
    expectTypeOf(adaptSource(new Map([['a', 1]]))).toEqualTypeOf<Source<[string, number]>>()
    expectTypeOf(adaptSource(() => (Math.random() < 2 ? String(1) : END))).toEqualTypeOf<Source<string>>()
    expectTypeOf(adaptSource(async () => (Math.random() < 2 ? String(1) : END))).toEqualTypeOf<Source<string>>()
    expectTypeOf(adaptSource({ getNext: () => 1 })).toEqualTypeOf<Source<number>>()
    const generator = adaptSource(function* () {
      yield 1
    })
    expectTypeOf(generator).toExtend<Source<number>>()
    const endless = adaptSource(async function* () {
      for (;;) yield 'x'
    })
    expectTypeOf(endless).toExtend<Source<string>>()
  })

  it('says what a source is, of what is none', () => {
    const messages = ['data.txt', 7, null, { a: 1 }].map((input) => {
      try {
        return adaptSource(input as never)
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(messages.join('\n')).toMatchInlineSnapshot(`
      "a text is no source: write textFile('data.txt') to read a file, ['data.txt'] for one record
      a number is no source: a source is a Source such as textFile(..), an iterable, an async iterable, a function that returns the next record, or an object with getNext()
      null is no source: a source is a Source such as textFile(..), an iterable, an async iterable, a function that returns the next record, or an object with getNext()
      an object { a } is no source: a source is a Source such as textFile(..), an iterable, an async iterable, a function that returns the next record, or an object with getNext()"
    `)
  })
})
