import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { END, stdin } from '../../../runtime/src/connectors/index.ts'
import { drives, readAll } from './drive.ts'

const bytes = Buffer.from('ä\r\n😀b\n\nlast')

/** Cuts characters apart. */
async function* byteByByte() {
  for (const byte of bytes) {
    yield Buffer.from([byte])
    if (byte === 10) await sleep(1)
  }
}

describe('stdin', () => {
  it.each([1, 2, 5])('gives each line once, in one instance, at parallelism %i', async (parallelism) => {
    expect(stdin().singleInstance).toBe('standard input has one reader')
    expect(await readAll(stdin(), { parallelism, stdin: byteByByte })).toEqual(['ä', '😀b', '', 'last'])
  })

  it('goes on behind the lines that had been read, given the same input again', async () => {
    const [first] = await drives(stdin(), { stdin: byteByByte })
    expect(await first.next()).toEqual(['ä'])
    const position = first.reader.snapshot()
    const [second] = await drives(stdin(), { stdin: byteByByte })
    second.reader.restore(position)
    expect(await second.rest()).toEqual(['😀b', '', 'last'])
  })

  it('does not make a snapshot wait for input', async () => {
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
    const [drive] = await drives(stdin(), { stdin: () => never })
    expect('poll' in drive.reader && drive.reader.poll(10)).toEqual([])
    expect(drive.reader.snapshot()).toBe(0)
  })

  it('passes on an error of the input, behind the lines before it', async () => {
    const [drive] = await drives(stdin(), {
      async *stdin() {
        yield Buffer.from('a\n')
        throw new Error('broken pipe')
      },
    })
    expect(await drive.next()).toEqual(['a'])
    await expect(drive.next()).rejects.toThrow('broken pipe')
    expect(END).toBeDefined()
  })
})
