import { describe, expect, it } from 'vitest'
import { count, onCount, outputTag, purging, session, sliding, tumbling } from '../../../../runtime/src/index.ts'
import { testStream } from '../../../../runtime/src/testing/index.ts'
import { keyed, type Pair, sums, taken } from './windowed-pairs.ts'

describe('tumbling windows', () => {
  // time       0         10        20
  // windows    [---------)[--------)
  // records    ^0      9^ ^10
  // watermark           ^9: the first fires   ^19
  it('hold the records from their start up to, and without, their end', async () => {
    const harness = await sums(tumbling(10))
    harness.push(['a', 1], 0)
    harness.push(['a', 2], 9)
    harness.push(['a', 4], 10)
    harness.watermark(8)
    expect(taken(harness)).toEqual([])
    harness.watermark(9)
    expect(taken(harness)).toEqual(['a:3@9'])
    harness.watermark(19)
    expect(taken(harness)).toEqual(['a:4@19'])
  })

  // time     -20       -10        0
  // windows    [---------)[--------)
  // records            -11^ ^-10  ^-1
  it('divide negative times downwards', async () => {
    const harness = await sums(tumbling(10))
    harness.push(['a', 1], -11)
    harness.push(['a', 2], -10)
    harness.push(['a', 4], -1)
    harness.end()
    expect(taken(harness)).toEqual(['a:1@-11', 'a:6@-1'])
  })

  // time      -7         3         13
  // windows    [---------)[--------)      offset 3
  // records             2^ ^3
  it('are moved by their offset', async () => {
    const harness = await sums(tumbling(10, { offset: 3 }))
    harness.push(['a', 1], 2)
    harness.push(['a', 2], 3)
    harness.push(['a', 4], -7)
    harness.end()
    expect(taken(harness)).toEqual(['a:5@2', 'a:2@12'])
  })

  it('fire in the order of their ends, each with all its keys', async () => {
    const harness = await sums(tumbling(10))
    harness.push(['b', 1], 15)
    harness.push(['a', 2], 5)
    harness.push(['b', 3], 5)
    harness.push(['a', 4], 25)
    harness.end()
    expect(taken(harness)).toEqual(['a:2@9', 'b:3@9', 'b:1@19', 'a:4@29'])
  })
})

describe('late records', () => {
  // window     [0 ------- 10)
  // watermark             9^    12^    13^
  // record     1^             2^4: fires again    5^: dropped
  it('within the allowed lateness fire their window at once, with all that it has', async () => {
    const late = outputTag<Pair>('late')
    const harness = await keyed((stream) =>
      stream
        .window(tumbling(10))
        .allowedLateness(4)
        .lateTo(late)
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 1)
    harness.watermark(9)
    expect(taken(harness)).toEqual(['a:1@9'])
    harness.watermark(12)
    harness.push(['a', 2], 4)
    harness.push(['a', 4], 4)
    expect(taken(harness)).toEqual(['a:3@9', 'a:7@9'])
    harness.watermark(13)
    harness.push(['a', 8], 5)
    expect(taken(harness)).toEqual([])
    expect(harness.sideOutput(late)).toEqual([{ value: ['a', 8], timestamp: 5 }])
    expect(harness.dropped).toBe(0)
  })

  it('open a window of their own within the lateness, which fires at once', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(tumbling(10))
        .allowedLateness(5)
        .sum((pair: Pair) => pair[1]),
    )
    harness.watermark(12)
    harness.push(['a', 1], 4)
    expect(taken(harness)).toEqual(['a:1@9'])
  })

  it('are not late while a window that they are in is open, though they are below the watermark', async () => {
    const harness = await sums(tumbling(10))
    harness.watermark(7)
    harness.push(['a', 1], 2)
    harness.watermark(9)
    expect(taken(harness)).toEqual(['a:1@9'])
    expect(harness.dropped).toBe(0)
  })

  it('that no side output takes are counted', async () => {
    const harness = await sums(tumbling(10))
    harness.watermark(9)
    harness.push(['a', 1], 2)
    harness.push(['a', 1], 9)
    expect(harness.dropped).toBe(2)
    harness.end()
    expect(taken(harness)).toEqual([])
  })

  // windows   [-10 ---- 0) ended, [-5 ---- 5) ended, [0 ---- 10) open
  // record             2^ is in the last two
  it('go to the side output only when no window took them', async () => {
    const late = outputTag<Pair>('late')
    const harness = await keyed((stream) =>
      stream
        .window(sliding({ size: 10, slide: 5 }))
        .lateTo(late)
        .sum((pair: Pair) => pair[1]),
    )
    harness.watermark(4)
    harness.push(['a', 1], 2)
    harness.push(['a', 2], -3)
    harness.end()
    expect(taken(harness)).toEqual(['a:1@9'])
    expect(harness.sideOutput(late)).toEqual([{ value: ['a', 2], timestamp: -3 }])
  })
})

describe('sliding windows', () => {
  // time      -5    0    5    10   15
  //            [---------)               -5..4
  //                 [---------)           0..9
  //                      [---------)      5..14
  // records           2^   7^
  it('hold a record in each of them that it is in', async () => {
    const harness = await sums(sliding({ size: 10, slide: 5 }))
    harness.push(['a', 1], 2)
    harness.push(['a', 2], 7)
    harness.end()
    expect(taken(harness)).toEqual(['a:1@4', 'a:3@9', 'a:2@14'])
  })

  // time       0  3       10 13
  // windows    [--)        [--)
  // records     1^    5^   10^
  it('whose slide is larger leave out the records between them, which are not late', async () => {
    const harness = await sums(sliding({ size: 3, slide: 10 }))
    harness.push(['a', 1], 1)
    harness.push(['a', 2], 5)
    harness.push(['a', 4], 10)
    harness.end()
    expect(taken(harness)).toEqual(['a:1@2', 'a:4@12'])
    expect(harness.dropped).toBe(0)
  })

  it('that reduce in order keep the order of arrival', async () => {
    const harness = await keyed((stream) =>
      stream.window(sliding({ size: 10, slide: 5 })).reduce((a: Pair, b: Pair) => [a[0], a[1] * 10 + b[1]]),
    )
    harness.push(['a', 1], 7)
    harness.push(['a', 2], 2)
    harness.push(['a', 3], 6)
    harness.end()
    expect(taken(harness)).toEqual(['a:2@4', 'a:123@9', 'a:13@14'])
  })

  it('give the fields of the first record by arrival, whatever its time', async () => {
    const harness = await testStream<{ k: string; n: number; name: string }, any>((input) =>
      input
        .keyBy('k')
        .window(sliding({ size: 10, slide: 5 }))
        .sum('n'),
    )
    harness.push({ k: 'a', n: 1, name: 'first' }, 7)
    harness.push({ k: 'a', n: 2, name: 'second' }, 2)
    harness.watermark(9)
    expect(harness.output.at(-1)?.value).toEqual({ k: 'a', n: 3, name: 'first' })
  })
})

describe('sessions', () => {
  // gap 5
  // records   1^  3^      8^ (3 + 5: touches)         20^
  // sessions  [1 ----------------- 13)                [20 -- 25)
  it('last as long as records come within the gap, which is included', async () => {
    const harness = await sums(session(5))
    harness.push(['a', 1], 1)
    harness.push(['a', 2], 3)
    harness.push(['a', 4], 8)
    harness.push(['a', 8], 20)
    harness.watermark(12)
    expect(taken(harness)).toEqual(['a:7@12'])
    harness.end()
    expect(taken(harness)).toEqual(['a:8@24'])
  })

  // records   1^        11^      then 6^ joins both
  it('merge when a record touches several', async () => {
    const harness = await sums(session(5))
    harness.push(['a', 1], 1)
    harness.push(['a', 2], 11)
    harness.push(['a', 4], 6)
    harness.watermark(14)
    expect(taken(harness)).toEqual([])
    harness.watermark(15)
    expect(taken(harness)).toEqual(['a:7@15'])
  })

  // watermark           9^
  // session   [2 -------------- 12)  is alive; the record 1^ touches it
  it('take an old record that touches a live session', async () => {
    const harness = await sums(session(5))
    harness.push(['a', 1], 7)
    harness.watermark(9)
    harness.push(['a', 2], 3)
    harness.push(['a', 4], 1)
    expect(harness.dropped).toBe(0)
    harness.push(['b', 4], 1)
    expect(harness.dropped).toBe(1)
    harness.end()
    expect(taken(harness)).toEqual(['a:7@11'])
  })

  it('fire again within the lateness when a late record makes them longer', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(session(5))
        .allowedLateness(10)
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 0)
    harness.watermark(6)
    expect(taken(harness)).toEqual(['a:1@4'])
    harness.push(['a', 2], 1)
    expect(taken(harness)).toEqual(['a:3@5'])
  })

  it('may have a gap of each record', async () => {
    const harness = await sums(session((pair: Pair) => pair[1]))
    harness.push(['a', 10], 0)
    harness.push(['a', 2], 9)
    harness.push(['a', 1], 20)
    harness.end()
    expect(taken(harness)).toEqual(['a:12@10', 'a:1@20'])
  })

  it('refuse a gap that is none, with the record', async () => {
    const harness = await sums(session((pair: Pair) => pair[1]))
    expect(() => harness.push(['a', 0], 0)).toThrow(
      'the gap of a session must be a number of milliseconds above 0, but the function returned 0',
    )
  })

  it('keep their bounds when a trigger purges them', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(session(5))
        .trigger(purging(onCount(2)))
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 0)
    harness.push(['a', 2], 3)
    expect(taken(harness)).toEqual(['a:3@7'])
    // It was purged, but still lasts up to 8: the next record joins it.
    harness.push(['a', 4], 7)
    harness.push(['a', 8], 8)
    expect(taken(harness)).toEqual(['a:12@12'])
  })

  it('add up what their triggers count when they merge', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(session(5))
        .trigger(onCount(4))
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 0)
    harness.push(['a', 2], 1)
    harness.push(['a', 4], 10)
    expect(taken(harness)).toEqual([])
    harness.push(['a', 8], 6)
    expect(taken(harness)).toEqual(['a:15@14'])
  })
})

describe('count windows', () => {
  it('fire every n records of a key, and leave the rest', async () => {
    const harness = await sums(count(2))
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 4],
      ['a', 8],
      ['b', 16],
    ] as Pair[]) {
      harness.push([key, value], value)
    }
    expect(taken(harness)).toEqual(['a:5@4', 'b:18@16'])
    harness.end()
    expect(taken(harness)).toEqual([])
  })

  // records   1  2  3  4  5  6
  // fires        ^     ^     ^     every 2, the last 3
  it('with a slide fire every slide records with the last of them: the first firing is short', async () => {
    const harness = await sums(count(3, 2))
    for (const value of [1, 2, 3, 4, 5, 6, 7]) harness.push(['a', value])
    harness.end()
    expect(taken(harness).map((line) => line.split('@')[0])).toEqual(['a:3', 'a:9', 'a:15'])
  })
})
