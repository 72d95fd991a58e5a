import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  csvFile,
  csvFileSink,
  generate,
  isConnectorError,
  jsonLinesFile,
  jsonLinesFileSink,
  print,
  requireDistinctPaths,
  textFile,
  textFileSink,
} from '../../../runtime/src/connectors/index.ts'
import { folder, readAll } from './drive.ts'
import { Writing } from './write.ts'

const text = (...path: string[]) => readFile(join(...path), 'utf8')

async function contents(base: string): Promise<Record<string, string>> {
  const names = (await readdir(base)).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await text(base, name)])))
}

describe('a sink whose path is a file', () => {
  it('has one instance', () => {
    expect(textFileSink('out.txt').singleInstance).toMatch(/^a file has one writer/)
  })

  it('is NAME.partial while the job runs, and NAME once it has finished', async () => {
    const base = await folder({ 'out.txt': 'of an earlier run' })
    const writing = new Writing(textFileSink<unknown>('out.txt'), { base })
    await writing.open()
    await writing.write(['a', 1])
    await writing.writer.flush!()
    expect(await contents(base)).toEqual({ 'out.txt': 'of an earlier run', 'out.txt.partial': 'a\n1\n' })
    await writing.write([{ b: 2 }])
    await writing.commit()
    expect(await contents(base)).toEqual({ 'out.txt': 'a\n1\n{ b: 2 }\n' })
  })

  it('can be committed twice, as after a restart', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink('out.txt'), { base })
    await writing.open()
    await writing.write(['a'])
    const commit = structuredClone(await writing.writer.prepareCommit!())
    await writing.writer.close!()
    await new Writing(textFileSink('out.txt'), { base }).writer.commit!(commit)
    await new Writing(textFileSink('out.txt'), { base }).writer.commit!(commit)
    expect(await contents(base)).toEqual({ 'out.txt': 'a\n' })
  })

  it('is empty for no records', async () => {
    const base = await folder()
    await new Writing(textFileSink('out.txt'), { base }).run()
    expect(await contents(base)).toEqual({ 'out.txt': '' })
  })

  it('stays readable as NAME.partial after a failure, which is told with what is in it', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink<number>('out.txt'), { base })
    await writing.open()
    for (let i = 0; i < 3120; i += 10) await writing.write(Array.from({ length: 10 }, (_, j) => i + j))
    expect(await writing.abort()).toBe(`3,120 lines are in ${base}/out.txt.partial`)
    expect((await text(base, 'out.txt.partial')).split('\n')).toHaveLength(3121)
    expect(await readdir(base)).toEqual(['out.txt.partial'])
  })

  it('makes a missing folder', async () => {
    const base = await folder()
    await new Writing(textFileSink('a/b/out.txt'), { base }).run(['x'])
    expect(await text(base, 'a/b/out.txt')).toBe('x\n')
  })

  it('holds the producer until a full buffer is written', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink('out.txt'), { base })
    await writing.open()
    expect(writing.writer.write(['small'])).toBeUndefined()
    const pending = writing.writer.write(['x'.repeat(100_000)])
    expect(pending).toBeInstanceOf(Promise)
    await pending
    expect((await text(base, 'out.txt.partial')).length).toBe(100_007)
    await writing.abort()
  })

  it.skipIf(process.platform !== 'linux')('says that the disk is full, and what is left', async () => {
    const base = await folder()
    await symlink('/dev/full', join(base, 'out.txt.partial'))
    const writing = new Writing(textFileSink('out.txt'), { base })
    await writing.open()
    await writing.write(['a'])
    const error = await Promise.resolve(writing.writer.flush!()).catch((error) => error)
    expect(isConnectorError(error)).toBe(true)
    expect(error.message).toBe(`cannot write ${base}/out.txt: the disk is full`)
    expect(error.cure).toBe('Make room on the disk, or write somewhere else.')
    expect(await writing.abort()).toBe(`at least 0 lines are in ${base}/out.txt.partial`)
  })

  it('says that a part of the path is a file', async () => {
    const base = await folder({ 'a.txt': '' })
    const opened = new Writing(textFileSink('a.txt/out.txt'), { base }).open()
    await expect(opened).rejects.toThrow(`cannot write ${base}/a.txt/out.txt: `)
  })

  it.skipIf(process.platform !== 'linux')('says that there is no permission', async () => {
    const base = await folder()
    // Nobody can write this one, not even root; a container may have it on a read-only mount.
    await symlink('/proc/sys/kernel/osrelease', join(base, 'out.txt.partial'))
    const opened = new Writing(textFileSink('out.txt'), { base }).open()
    await expect(opened).rejects.toThrow(
      /^cannot write .*out.txt: (there is no permission to write it|its disk is read-only)$/,
    )
  })
})

describe('a sink whose path is a folder', () => {
  it('gets one part for each instance', async () => {
    const base = await folder()
    const sink = textFileSink<string>('out/')
    expect(sink.singleInstance).toBeUndefined()
    await Promise.all(
      ['a', 'b', 'c'].map((record, instance) => new Writing(sink, { base, instance, parallelism: 3 }).run([record])),
    )
    expect(await contents(join(base, 'out'))).toEqual({
      'part-0-0.txt': 'a\n',
      'part-1-0.txt': 'b\n',
      'part-2-0.txt': 'c\n',
    })
  })

  it('is one also without the / where the folder is there already', async () => {
    const base = await folder()
    await mkdir(join(base, 'out'))
    await new Writing(textFileSink<string>('out'), { base }).run(['a'])
    expect(await contents(join(base, 'out'))).toEqual({ 'part-0-0.txt': 'a\n' })
  })

  it('begins a new part when one has the size', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink<string>('./', { rollSize: 10 }), { base })
    await writing.run(['1234567'], ['89'], ['a'], [], ['b'])
    expect(await contents(base)).toEqual({ 'part-0-0.txt': '1234567\n89\n', 'part-0-1.txt': 'a\nb\n' })
  })

  it('ends a part in time, also when no record comes', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink<string>('./', { rollEvery: 20 }), { base })
    await writing.open()
    await writing.write(['a'])
    while (!(await readdir(base)).includes('part-0-0.txt')) await sleep(5)
    await writing.write(['b'])
    await writing.commit()
    expect(await contents(base)).toEqual({ 'part-0-0.txt': 'a\n', 'part-0-1.txt': 'b\n' })
  })

  it('keeps finished parts and the unfinished one after a failure', async () => {
    const base = await folder()
    const writing = new Writing(textFileSink<string>('./', { rollSize: 2 }), { base })
    await writing.open()
    await writing.write(['a'])
    await writing.write([''])
    expect(await writing.abort()).toBe(`1 line is in ${base}/part-0-1.txt.partial`)
    expect(await contents(base)).toEqual({ 'part-0-0.txt': 'a\n', 'part-0-1.txt.partial': '\n' })
  })

  it('replaces the parts of an earlier run with more parts and instances, and nothing else', async () => {
    const base = await folder()
    const names = [
      'part-0-0.txt',
      'part-0-1.txt',
      'part-1-0.txt',
      'part-2-0.txt',
      'part-0-9.csv',
      'part-a.txt',
      'part-00-1.txt',
      'part-0-3.txt.partial',
    ]
    for (const name of names) await writeFile(join(base, name), 'old')
    const sink = textFileSink<string>('./')
    await Promise.all(
      [0, 1].map((instance) => new Writing(sink, { base, instance, parallelism: 2 }).run([`new ${instance}`])),
    )
    expect(await contents(base)).toEqual({
      'part-0-0.txt': 'new 0\n',
      'part-00-1.txt': 'old',
      'part-0-9.csv': 'old',
      'part-1-0.txt': 'new 1\n',
      'part-a.txt': 'old',
    })
  })

  it('refuses sizes and times that are none', () => {
    expect(() => textFileSink('./', { rollSize: 0 })).toThrow(RangeError)
    expect(() => textFileSink('./', { rollEvery: -1 })).toThrow(RangeError)
    expect(() => textFileSink('')).toThrow(TypeError)
  })
})

describe('jsonLinesFileSink', () => {
  it('writes what jsonLinesFile reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const base = await folder()
        await new Writing(jsonLinesFileSink('out.jsonl'), { base }).run(values)
        const read = await readAll(jsonLinesFile('out.jsonl'), { base })
        expect(read).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 30 },
    )
  })

  it('refuses what has no form in JSON, and keeps what came before', async () => {
    const base = await folder()
    const writing = new Writing(jsonLinesFileSink<unknown>('out.jsonl'), { base })
    await writing.open()
    await expect(writing.write([1, { id: 2n }])).rejects.toThrow(
      `cannot write a record to ${base}/out.jsonl: it has no form in JSON (Do not know how to serialize a BigInt)`,
    )
    await expect(writing.write([undefined])).rejects.toThrow('undefined has no form in JSON')
    expect(await writing.abort()).toBe(`1 line is in ${base}/out.jsonl.partial`)
    expect(await text(base, 'out.jsonl.partial')).toBe('1\n')
  })
})

describe('csvFileSink', () => {
  it('writes what csvFile reads', async () => {
    const row = fc.record({
      a: fc.string({ unit: 'grapheme' }),
      b: fc.constantFrom('"', ',', '\n', '\r\n', ' x ', ''),
      c: fc.string(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1 }),
        fc.constantFrom(',', ';', '\t', '|', '^', ']', '\\', '-'),
        async (rows, delimiter) => {
          const base = await folder()
          await new Writing(csvFileSink('out.csv', { delimiter }), { base }).run(rows)
          expect(await readAll(csvFile('out.csv', { delimiter }), { base })).toEqual(rows)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('writes a header and fields of all kinds', async () => {
    const base = await folder()
    const rows = [
      { id: 1n, at: new Date(0), note: 'said "hi"', tags: ['x', 'y'], none: null },
      { id: 2n, at: new Date(1), note: 'a,b\nc', tags: [], none: undefined },
    ]
    await new Writing(csvFileSink<unknown>('out.csv'), { base }).run(rows)
    expect(await text(base, 'out.csv')).toMatchInlineSnapshot(`
      "id,at,note,tags,none
      1,1970-01-01T00:00:00.000Z,"said ""hi""","[""x"",""y""]",
      2,1970-01-01T00:00:00.001Z,"a,b
      c",[],
      "
    `)
  })

  it('takes columns for arrays, chosen properties and no header; every part has the header', async () => {
    const base = await folder()
    await new Writing(csvFileSink<unknown>('a.csv', { columns: ['word', 'count'] }), { base }).run([['a', 1]])
    await new Writing(csvFileSink<unknown>('b.csv', { columns: ['n'], header: false }), { base }).run([{ m: 1, n: 2 }])
    await new Writing(csvFileSink<unknown>('c.csv', { columns: ['n'] }), { base }).run()
    await new Writing(csvFileSink<unknown>('d/', { rollSize: 1 }), { base }).run([{ n: 1 }], [{ n: 2 }])
    expect(await text(base, 'a.csv')).toBe('word,count\na,1\n')
    expect(await text(base, 'b.csv')).toBe('2\n')
    expect(await text(base, 'c.csv')).toBe('n\n')
    expect(await contents(join(base, 'd'))).toEqual({ 'part-0-0.csv': 'n\n1\n', 'part-0-1.csv': 'n\n2\n' })
  })

  it('leaves no property out unasked', async () => {
    const base = await folder()
    const writing = new Writing(csvFileSink<object>('out.csv'), { base })
    await writing.open()
    await expect(writing.write([{ a: 1 }, { a: 1, b: 2 }])).rejects.toThrow(
      `cannot write a record to ${base}/out.csv: its property 'b' is no column; columns are a`,
    )
    await writing.abort()
  })
})

describe('requireDistinctPaths', () => {
  const resolve = (path: string) => join('/jobs', path)

  it('refuses two sinks of one job on the same path, however it is written', () => {
    const sinks = [
      { operatorName: 'Late', sink: textFileSink<never>('out/') },
      { operatorName: 'Print', sink: print<never>() },
      { operatorName: 'Early', sink: csvFileSink<never>('./x/../out') },
    ]
    expect(() => requireDistinctPaths(sinks, [], resolve)).toThrow("'Late' and 'Early' both write /jobs/out")
    expect(() => requireDistinctPaths(sinks.slice(0, 2), [], resolve)).not.toThrow()
  })

  it('refuses to write the file that a source reads', () => {
    const sinks = [{ operatorName: 'Export', sink: textFileSink<never>('./events.txt') }]
    const sources = [{ operatorName: 'Events', source: textFile('events.txt') }]
    expect(() => requireDistinctPaths(sinks, sources, resolve)).toThrow(
      "'Export' writes /jobs/events.txt, which 'Events' reads",
    )
  })

  it('refuses an option that it does not have, with the nearest name', () => {
    expect(() => textFileSink('a.txt', { rolSize: 5 } as object)).toThrow(
      "textFileSink has no option 'rolSize': did you mean 'rollSize'?",
    )
    expect(() => textFile('a.txt', { folow: true } as object)).toThrow(
      "textFile has no option 'folow': did you mean 'follow'?",
    )
    expect(() => generate(() => 1, { rate: 1000 } as object)).toThrow(
      "generate has no option 'rate': there are count, ratePerSecond",
    )
  })
})
