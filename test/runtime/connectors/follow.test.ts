import { appendFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { END, textFile } from '../../../runtime/src/connectors/index.ts'
import { type Drive, drives, folder } from './drive.ts'

async function follow(base: string): Promise<Drive<string>> {
  const [drive] = await drives(textFile('a.log', { follow: true }), { base })
  onTestFinished(() => drive.close())
  return drive
}

/** Reads until `count` lines have come. */
async function take(drive: Drive<string>, count: number): Promise<string[]> {
  const lines: string[] = []
  while (lines.length < count) {
    const records = await drive.next()
    if (records === END) break
    lines.push(...(records as string[]))
  }
  return lines
}

describe('textFile with follow', () => {
  it('goes on with a file that grows; an unfinished line waits for its line end', async () => {
    const base = await folder({ 'a.log': 'a\nb\nc' })
    const drive = await follow(base)
    expect(await take(drive, 2)).toEqual(['a', 'b'])
    const next = take(drive, 1)
    await sleep(20)
    await appendFile(join(base, 'a.log'), '1')
    await sleep(20)
    await appendFile(join(base, 'a.log'), '23\n')
    expect(await next).toEqual(['c123'])
  })

  it('goes on with the new file when the old one is renamed, and loses nothing that is written to either', async () => {
    const base = await folder({ 'a.log': 'a\n' })
    const path = join(base, 'a.log')
    const drive = await follow(base)
    expect(await take(drive, 1)).toEqual(['a'])
    const next = take(drive, 5)
    await appendFile(path, 'b\n')
    await rename(path, join(base, 'a.log.1'))
    await sleep(20)
    // The writer still has the old file open.
    await appendFile(join(base, 'a.log.1'), 'c\nunfinished')
    await writeFile(path, '')
    await sleep(20)
    await appendFile(path, 'd\n')
    await appendFile(path, 'e\n')
    expect(await next).toEqual(['b', 'c', 'unfinished', 'd', 'e'])
  })

  it('begins anew with a file that was truncated', async () => {
    const base = await folder({ 'a.log': 'a long line\n' })
    const drive = await follow(base)
    expect(await take(drive, 1)).toEqual(['a long line'])
    const next = take(drive, 1)
    await truncate(join(base, 'a.log'))
    await sleep(20)
    await appendFile(join(base, 'a.log'), 'b\n')
    expect(await next).toEqual(['b'])
  })

  it('reads every line once through several rotations', async () => {
    const base = await folder({ 'a.log': '' })
    const path = join(base, 'a.log')
    const drive = await follow(base)
    for (let rotation = 0; rotation < 4; rotation++) {
      const lines = Array.from({ length: 50 }, (_, i) => `${rotation} ${i}`)
      const read = take(drive, lines.length)
      for (const line of lines) await appendFile(path, `${line}\n`)
      // One rotation that nobody notices in time cannot be told from none.
      expect(await read).toEqual(lines)
      await rename(path, join(base, `a.log.${rotation}`))
    }
  })

  it('goes on exactly behind the last line, also when the file was renamed meanwhile', async () => {
    const base = await folder({ 'a.log': 'a\nb\nunfin' })
    const path = join(base, 'a.log')
    const first = await follow(base)
    expect(await take(first, 2)).toEqual(['a', 'b'])
    const position = structuredClone(first.reader.snapshot())
    await first.close()

    await appendFile(path, 'ished\n')
    const second = await follow(base)
    second.reader.restore(position)
    expect(await take(second, 1)).toEqual(['unfinished'])
    await second.close()

    await appendFile(path, 'c\n')
    await rename(path, join(base, 'a.log.1'))
    await writeFile(path, 'd\n')
    const third = await follow(base)
    third.reader.restore(position)
    expect(await take(third, 3)).toEqual(['unfinished', 'c', 'd'])
  })

  it('never ends before it is stopped', async () => {
    const base = await folder({ 'a.log': 'a\n' })
    const drive = await follow(base)
    expect(await take(drive, 1)).toEqual(['a'])
    const end = drive.next()
    const still = await Promise.race([end, sleep(50, 'still reading')])
    expect(still).toBe('still reading')
    drive.reader.stop!()
    expect(await end).toBe(END)
  })

  it('has one instance, and refuses what cannot be followed', () => {
    expect(textFile('a.log', { follow: true }).singleInstance).toBe('a file that is followed has one reader')
    expect(() => textFile(['a', 'b'], { follow: true })).toThrow(TypeError)
    expect(() => textFile('a.gz', { follow: true })).toThrow(TypeError)
    expect(() => textFile('a', { follow: true, encoding: 'utf-16le' })).toThrow(TypeError)
  })
})
