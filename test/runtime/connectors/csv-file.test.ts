import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvFile } from '../../../runtime/src/connectors/index.ts'
import { folder, readAll, readInterrupted } from './drive.ts'

const data = new URL('../../../node_modules/vega-datasets/data/', import.meta.url)

describe('csvFile', () => {
  it('names the fields by the header, with quotes, delimiters and line ends in fields', async () => {
    const base = await folder({ 'a.csv': '\uFEFFname,note\r\n"Li, Ann","said ""hi""\r\nand left"\r\n\r\nBo,\r\n' })
    expect(await readAll(csvFile('a.csv'), { base })).toEqual([
      { name: 'Li, Ann', note: 'said "hi"\r\nand left' },
      { name: 'Bo', note: '' },
    ])
  })

  it('gives columns their types, and null for an empty field', async () => {
    const base = await folder({ 'a.csv': 'n;b;d;s\n1.5;true;2020-01-02;x\n-0;no;;\n;;;\n' })
    const columns = { n: 'number', b: 'boolean', d: 'date' } as const
    expect(await readAll(csvFile('a.csv', { delimiter: ';', columns }), { base })).toEqual([
      { n: 1.5, b: true, d: new Date('2020-01-02'), s: 'x' },
      { n: -0, b: false, d: null, s: '' },
      { n: null, b: null, d: null, s: '' },
    ])
  })

  it('takes names for a file without a header, or gives arrays', async () => {
    const base = await folder({ 'a.csv': 'x,1\ny,2' })
    const named = csvFile('a.csv', {
      header: ['name', '__proto__'],
      columns: Object.fromEntries([['__proto__', 'number']]),
    })
    expect((await readAll(named, { base })).map((row) => JSON.stringify(row))).toEqual([
      '{"name":"x","__proto__":1}',
      '{"name":"y","__proto__":2}',
    ])
    expect(await readAll(csvFile<string[]>('a.csv', { header: false }), { base })).toEqual([
      ['x', '1'],
      ['y', '2'],
    ])
  })

  it('reads real data as a plain parser does', async () => {
    const text = await readFile(new URL('stocks.csv', data), 'utf8')
    const [, ...rows] = text.trim().split('\n')
    const read = await readAll(csvFile<Record<string, unknown>>('stocks.csv', { columns: { price: 'number' } }), {
      base: decodeURIComponent(data.pathname),
    })
    expect(read.map(({ symbol, date, price }) => `${symbol},${date},${price}`)).toEqual(rows.map((row) => row.trim()))
  })

  it.each([1, 2, 5])('gives each row of several files once at parallelism %i', async (parallelism) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
        async (rows) => {
          const quote = (field: string) => `"${field.replaceAll('"', '""')}"`
          const text = ['a,b,c', ...rows.map((row) => row.map(quote).join(','))].join('\n')
          const base = await folder({ 'a.csv': text, 'b.csv': text, 'c.csv.gz': gzipSync(text) })
          const read = await readAll(csvFile('*.csv*'), { base, parallelism })
          const texts = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort()
          const expected = rows.map(([a, b, c]) => ({ a, b, c }))
          expect(texts(read)).toEqual(texts([...expected, ...expected, ...expected]))
        },
      ),
      { numRuns: 20 },
    )
  })

  it.each([0, 1, 3])('goes on exactly behind the last record after %i polls', async (polls) => {
    const rows = Array.from({ length: 5_000 }, (_, id) => `${id},"a\nb"`)
    const base = await folder({ 'a.csv': ['id,x', ...rows].join('\n'), 'b.csv': ['id,x', ...rows].join('\n') })
    for (const parallelism of [1, 2]) {
      const read = await readInterrupted(csvFile('*.csv'), polls, { base, parallelism, max: 700 })
      expect(read.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(rows.flatMap((_, id) => [id, id]))
    }
  })

  const failing: [string, string, Parameters<typeof csvFile>[1]][] = [
    ['a row with too few fields', 'a,b\n1,2\n3\n', {}],
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', {}],
    ['a quote in a field without quotes', 'a,b\n1,2"3\n', {}],
    ['a field of another type', 'delay\n1\n2\nlate\n', { columns: { delay: 'number' } }],
    ['a date that is none', 'at\n2020-01-01\nyesterday\n', { columns: { at: 'date' } }],
    ['a column that is not there', 'delay,origin\n1,2\n', { columns: { dealy: 'number' } }],
    ['a header with a name twice', 'a,a\n1,2\n', {}],
    ['names that do not fit the rows', '1,2\n', { header: ['a'] }],
  ]
  it('names the file and the line or row of what is broken', async () => {
    const shown: string[] = []
    for (const [what, content, options] of failing) {
      const base = await folder({ 'x.csv': content })
      const error = await readAll(csvFile('x.csv', options), { base }).catch((error) => error)
      const place = error.line ? `line ${error.line}` : `row ${error.row}`
      shown.push(`${what}: [${place}] ${error.message.replace(base, '')} | ${error.cure}`)
    }
    expect(shown.join('\n')).toMatchInlineSnapshot(`
      "a row with too few fields: [line 3] /x.csv:3 is broken CSV in row 2: Invalid Record Length: expect 2, got 1 on line 3 | A field with a delimiter, a quote or a line end has to be in quotes, and quotes within it doubled. Is the delimiter right?
      a quote that is not closed: [line 3] /x.csv:3 is broken CSV in row 1: Quote Not Closed: the parsing is finished with an opening quote at line 3 | Row 1 opens a quote that nothing closes.
      a quote in a field without quotes: [line 2] /x.csv:2 is broken CSV in row 1: Invalid Opening Quote: a quote is found on field 1 at line 2, value is "2" | A field with a delimiter, a quote or a line end has to be in quotes, and quotes within it doubled. Is the delimiter right?
      a field of another type: [row 3] cannot read /x.csv: row 3, column 'delay': 'late' is no number | undefined
      a date that is none: [row 2] cannot read /x.csv: row 2, column 'at': 'yesterday' is no date | undefined
      a column that is not there: [line 1] cannot read /x.csv: there is no column 'dealy'; its columns are delay, origin | Did you mean 'delay'?
      a header with a name twice: [line 1] cannot read /x.csv: two columns are named 'a' | Take the first row out of the file, and give the names as header: [..].
      names that do not fit the rows: [line 1] cannot read /x.csv: header names 1 columns, but the first row has 2 | undefined"
    `)
  })

  it('refuses a column type that is none', () => {
    expect(() => csvFile('a.csv', { columns: { x: 'int' as never } })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: there is no column type 'int': types are string, number, boolean, date]`,
    )
  })
})
