import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textFile } from '../../../runtime/src/connectors/index.ts'
import { folder, readAll, readInstances, readInterrupted } from './drive.ts'

/** The rule, as plainly as it can be written. */
function lines(text: string): string[] {
  const all = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (all.at(-1) === '') all.pop()
  return all
}

const sorted = (texts: readonly string[]) => [...texts].sort()

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\n\n', '\r', 'é', '日本', '😀', '\uFEFF', ''),
      fc.string({ maxLength: 12, unit: 'grapheme' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('textFile', () => {
  it('gives each line exactly once at any parallelism, as a plain split does', async () => {
    const base = await folder()
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (content, parallelism) => {
        await writeFile(join(base, 'a.txt'), content)
        const read = await readAll(textFile('a.txt'), { base, parallelism })
        expect(sorted(read)).toEqual(sorted(lines(content)))
      }),
      { numRuns: 300 },
    )
  })

  it('gives the lines of one instance in the order of the file', async () => {
    const base = await folder()
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        await writeFile(join(base, 'a.txt'), content)
        expect(await readAll(textFile('a.txt'), { base })).toEqual(lines(content))
      }),
      { numRuns: 100 },
    )
  })

  it.each([1, 2, 5])('gives each line of a large file once at parallelism %i, across chunks', async (parallelism) => {
    const all = Array.from({ length: 40_000 }, (_, i) => `${i} ${'ä€😀'.repeat(i % 7)}${i % 3 === 0 ? '\r' : ''}`)
    const base = await folder({ 'a.txt': all.join('\n') })
    const instances = await readInstances(textFile('a.txt'), { base, parallelism })
    expect(sorted(instances.flat())).toEqual(sorted(lines(all.join('\n'))))
    const shares = instances.map((read) => read.length)
    expect(Math.min(...shares)).toBeGreaterThan(Math.max(...shares) / 2)
  })

  it('gives a line that is longer than many chunks', async () => {
    const long = 'x'.repeat(500_000)
    const base = await folder({ 'a.txt': `a\n${long}\nb\n${long}` })
    for (const parallelism of [1, 2, 5]) {
      expect(sorted(await readAll(textFile('a.txt'), { base, parallelism }))).toEqual(sorted(['a', long, 'b', long]))
    }
  })

  it.each([
    ['no final line end', 'a\nb', ['a', 'b']],
    ['a final line end', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['empty lines', '\n\na\n\n', ['', '', 'a', '']],
    ['a CR that is no line end', 'a\rb\nc\r', ['a\rb', 'c\r']],
    ['a byte order mark', '\uFEFFa\nb', ['a', 'b']],
    ['only a byte order mark', '\uFEFF', []],
    ['an empty line behind the byte order mark', '\uFEFF\n', ['']],
    ['a byte order mark that is not at the beginning', '\n\uFEFF', ['', '\uFEFF']],
    ['nothing', '', []],
  ])('reads a file with %s', async (_, content, expected) => {
    const base = await folder({ 'a.txt': content })
    for (const parallelism of [1, 2, 5]) {
      expect(sorted(await readAll(textFile('a.txt'), { base, parallelism }))).toEqual(sorted(expected))
    }
  })

  it.each([1, 2, 5])('reads several files once each at parallelism %i', async (parallelism) => {
    const base = await folder({ 'a.txt': 'a1\na2', 'b.txt': '', 'c.txt': 'c1\n', 'd.txt.gz': gzipSync('d1\nd2\n') })
    const read = await readAll(textFile(['a.txt', 'b.txt', 'c.txt', 'd.txt.gz']), { base, parallelism })
    expect(sorted(read)).toEqual(['a1', 'a2', 'c1', 'd1', 'd2'])
  })

  it('reads files in the order they are given in, at parallelism 1', async () => {
    const base = await folder({ 'a.gz': gzipSync('a'), 'b.txt': 'b', 'c.gz': gzipSync('c') })
    expect(await readAll(textFile(['c.gz', 'b.txt', 'a.gz']), { base })).toEqual(['c', 'b', 'a'])
  })

  it('reads the files that a pattern names, and in folders below', async () => {
    const base = await folder({ 'b.txt': 'b', 'a.txt': 'a', 'c.log': 'c' })
    await mkdir(join(base, 'x', 'y'), { recursive: true })
    await writeFile(join(base, 'x', 'y', 'd.txt'), 'd')
    expect(await readAll(textFile('*.txt'), { base })).toEqual(['a', 'b'])
    expect(await readAll(textFile('**/*.txt'), { base })).toEqual(['a', 'b', 'd'])
    expect(await readAll(textFile('../*.log'), { base: join(base, 'x') })).toEqual(['c'])
    expect(await readAll(textFile(join(base, '{b,c}.*')), { base: '/' })).toEqual(['b', 'c'])
  })

  it('takes a name that looks like a pattern as a name where it exists', async () => {
    const base = await folder({ '[1].txt': 'bracket', '1.txt': 'one' })
    expect(await readAll(textFile('[1].txt'), { base })).toEqual(['bracket'])
  })

  it('reads other encodings', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('äöü\r\n日本\n', 'utf16le')])
    const base = await folder({ 'a.txt': utf16, 'b.txt': Buffer.from('caf\xe9\n', 'latin1') })
    expect(await readAll(textFile('a.txt', { encoding: 'utf-16le' }), { base, parallelism: 2 })).toEqual([
      'äöü',
      '日本',
    ])
    expect(await readAll(textFile('b.txt', { encoding: 'latin1' }), { base })).toEqual(['café'])
    expect(() => textFile('a.txt', { encoding: 'utf-61' })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: there is no encoding 'utf-61': write one such as 'utf-8', 'utf-16le' or 'windows-1252']`,
    )
  })

  it('decompresses .gz of several members', async () => {
    const big = Array.from({ length: 30_000 }, (_, i) => `line ${i}`)
    const base = await folder({ 'a.gz': Buffer.concat([gzipSync(big.join('\n')), gzipSync('\nlast')]) })
    expect(await readAll(textFile('a.gz'), { base, parallelism: 2 })).toEqual([...big, 'last'])
  })

  it.each([0, 1, 2, 3])('goes on exactly behind the last record after %i polls', async (polls) => {
    const all = Array.from({ length: 20_000 }, (_, i) => `${i} ${'ö'.repeat(i % 50)}`)
    const base = await folder({
      'a.txt': all.slice(0, 15_000).join('\r\n'),
      'b.gz': gzipSync(all.slice(15_000).join('\n')),
    })
    for (const parallelism of [1, 2, 5]) {
      const read = await readInterrupted(textFile(['a.txt', 'b.gz']), polls, { base, parallelism })
      expect(sorted(read)).toEqual(sorted(all))
    }
  })

  it('knows how much it has read', async () => {
    const base = await folder({ 'a.txt': 'a\n'.repeat(100_000) })
    const { drives } = await import('./drive.ts')
    const [drive] = await drives(textFile('a.txt'), { base })
    expect(drive.reader.progress!()).toBe(0)
    await drive.next()
    const some = drive.reader.progress!()!
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(1)
    await drive.rest()
    expect(drive.reader.progress!()).toBe(1)
    await drive.close()
  })
})
