import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonLinesFile } from '../../../runtime/src/connectors/index.ts'
import { folder, readAll, readInterrupted } from './drive.ts'

describe('jsonLinesFile', () => {
  it.each([1, 2, 5])('gives each value once at parallelism %i, and leaves out empty lines', async (parallelism) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const base = await folder({ 'a.jsonl': values.map((value) => `${JSON.stringify(value)}\r\n \n`).join('') })
        const read = await readAll(jsonLinesFile('a.jsonl'), { base, parallelism })
        const texts = (list: readonly unknown[]) => list.map((value) => JSON.stringify(value)).sort()
        expect(texts(read)).toEqual(texts(values))
      }),
      { numRuns: 30 },
    )
  })

  it.each([0, 1, 3])('goes on exactly behind the last record after %i polls', async (polls) => {
    const all = Array.from({ length: 10_000 }, (_, id) => ({ id }))
    const text = all.map((value) => JSON.stringify(value)).join('\n')
    const base = await folder({ 'a.jsonl': text, 'b.jsonl.gz': gzipSync(text) })
    for (const parallelism of [1, 2, 5]) {
      const read = await readInterrupted(jsonLinesFile<{ id: number }>('*.jsonl*'), polls, { base, parallelism })
      expect(read.map(({ id }) => id).sort((a, b) => a - b)).toEqual(all.flatMap(({ id }) => [id, id]))
    }
  })

  it.each([1, 2, 5])('names the line that is no JSON at parallelism %i', async (parallelism) => {
    const text = Array.from({ length: 30_000 }, (_, id) => (id === 25_000 ? '{"id": }' : `{"id":${id}}`)).join('\n')
    const base = await folder({ 'a.jsonl': text, 'b.jsonl.gz': gzipSync(text) })
    for (const file of ['a.jsonl', 'b.jsonl.gz']) {
      const error = await readAll(jsonLinesFile(file), { base, parallelism }).catch((error) => error)
      expect(error).toMatchObject({ file: `${base}/${file}`, line: 25_001 })
      expect(error.message).toContain(`${base}/${file}:25001 is no JSON: {"id": }`)
    }
  })

  it('says what to do with a file that is one JSON value', async () => {
    const base = await folder({ 'a.json': '[\n  1,\n  2\n]\n' })
    const error = await readAll(jsonLinesFile('a.json'), { base }).catch((error) => error)
    expect(error.cure).toMatchInlineSnapshot(
      `"The file seems to be one JSON value: each line has to be one by itself."`,
    )
  })
})
