import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  csvFile,
  isConnectorError,
  jsonLinesFile,
  parquetFile,
  type Source,
  textFile,
} from '../../../runtime/src/connectors/index.ts'
import { drives, folder, readAll } from './drive.ts'

const sources: Record<string, (path: string) => Source<unknown>> = {
  textFile: (path) => textFile(path),
  'textFile with follow': (path) => textFile(path, { follow: true }),
  jsonLinesFile: (path) => jsonLinesFile(path),
  csvFile: (path) => csvFile(path),
  parquetFile: (path) => parquetFile(path),
}

/** The error that a source ends with before anything is read. */
async function failure(source: Source<unknown>, base: string) {
  const error = await drives(source, { base }).catch((error) => error)
  expect(isConnectorError(error)).toBe(true)
  return {
    message: error.message.replaceAll(base, '<folder>'),
    cure: error.cure,
    file: error.file?.replaceAll(base, '<folder>'),
  }
}

describe.each(Object.entries(sources))('%s', (_, source) => {
  it('shows the absolute path of a missing file, and the nearest name there', async () => {
    const base = await folder({ 'flights.csv': '', 'other.txt': '' })
    expect(await failure(source('flihgts.csv'), base)).toEqual({
      message: 'cannot read <folder>/flihgts.csv: there is no such file',
      cure: "Did you mean 'flights.csv'?",
      file: '<folder>/flihgts.csv',
    })
  })

  it('names the missing folder of a file', async () => {
    const base = await folder()
    await mkdir(join(base, 'data'))
    expect(await failure(source('dta/2024/a.csv'), base)).toMatchObject({
      message: 'cannot read <folder>/dta/2024/a.csv: there is no folder <folder>/dta',
      cure: "Did you mean 'data'?",
    })
  })

  it('says that a folder is no file', async () => {
    const base = await folder()
    await mkdir(join(base, 'data'))
    expect(await failure(source('data'), base)).toMatchObject({
      message: 'cannot read <folder>/data: it is a folder',
      cure: "To read the files in it, write a pattern: 'data/*'.",
    })
  })

  it('says that a pattern names nothing', async () => {
    const base = await folder({ 'a.txt': '' })
    expect((await failure(source('*.csv'), base)).message).toBe(
      'cannot read <folder>/*.csv: no file matches this pattern',
    )
  })

  it('says that a part of a path is no folder', async () => {
    const base = await folder({ 'a.txt': '' })
    expect((await failure(source('a.txt/b.txt'), base)).message).toBe(
      'cannot read <folder>/a.txt/b.txt: a part of the path is a file, not a folder',
    )
  })

  it.skipIf(process.platform !== 'linux')('says that there is no permission', async () => {
    const base = await folder({ 'a.txt': 'a' })
    let path = 'a.txt'
    if (process.getuid!() === 0) {
      // Nobody can read this one, not even root.
      path = 'drop_caches'
      await symlink('/proc/sys/vm/drop_caches', join(base, path))
    } else {
      await chmod(join(base, path), 0)
    }
    expect((await failure(source(path), base)).message).toBe(
      `cannot read <folder>/${path}: there is no permission to read it`,
    )
  })

  it.skipIf(process.platform === 'win32')('says that links go round in a circle', async () => {
    const base = await folder()
    await symlink('a', join(base, 'a'))
    expect((await failure(source('a'), base)).message).toBe(
      'cannot read <folder>/a: its symbolic links go round in a circle',
    )
  })
})

describe('a file that changes after the job has started', () => {
  it('is missing with its name when it was removed', async () => {
    const base = await folder({ 'a.txt': 'a' })
    const source = textFile('a.txt')
    const splits = await source.splits({ parallelism: 1, resolve: (path) => join(base, path) })
    const { rm } = await import('node:fs/promises')
    await rm(join(base, 'a.txt'))
    const again: Source<string> = { ...source, splits: () => splits }
    const error = await readAll(again, { base }).catch((error) => error)
    expect(error.message).toBe(`cannot read ${base}/a.txt: there is no such file`)
  })
})

describe('a compressed file', () => {
  it.each([
    ['no gzip data', Buffer.from('plain text')],
    ['data that ends too early', gzipSync('x'.repeat(100_000)).subarray(0, 60)],
  ])('with %s is named', async (_, content) => {
    const base = await folder()
    await writeFile(join(base, 'a.gz'), content)
    for (const source of [textFile('a.gz'), csvFile('a.gz'), jsonLinesFile('a.gz')]) {
      const error = await readAll<unknown>(source, { base }).catch((error) => error)
      expect(error).toMatchObject({ file: `${base}/a.gz` })
      expect(error.message).toContain(`cannot read ${base}/a.gz: its gzip data is broken`)
    }
  })
})
