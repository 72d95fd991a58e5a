import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRing, RingReader, RingWriter } from '../../../runtime/src/execution/channels/index.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

it('messages arrive whole and in order, however they are cut, wrapped around or longer than the ring', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 300 })), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      (messages, limit) => {
        const ring = createRing(128)
        const writer = new RingWriter(ring)
        const reader = new RingReader(ring)
        const arrived: string[] = []
        const read = () => reader.read((message) => arrived.push(text(message)), limit)
        for (const [header, body] of messages) {
          while (!writer.write(header, body)) {
            read()
            writer.resume()
          }
        }
        while (!writer.resume() || !reader.empty) read()
        expect(arrived).toEqual(messages.map(([header, body]) => text(header) + text(body)))
      },
    ),
  )
})

it('when_aMessageIsOnlyPartlyInTheRing_then_theNextIsRefused', () => {
  const ring = createRing(64)
  const writer = new RingWriter(ring)
  const reader = new RingReader(ring)
  expect(writer.write(new Uint8Array(0), new Uint8Array(200))).toBe(true)
  expect(writer.busy).toBe(true)
  expect(writer.write(new Uint8Array(0), new Uint8Array(1))).toBe(false)
  let arrived = 0
  const take = (message: Uint8Array) => {
    arrived = message.length
  }
  while (writer.busy) {
    reader.read(take, 1)
    writer.resume()
  }
  reader.read(take, 1)
  expect(arrived).toBe(200)
})

it('positions that pass 2^32 go on', () => {
  const ring = createRing(64)
  const control = new Int32Array(ring, 0, 16)
  control[0] = -10
  control[8] = -10
  const writer = new RingWriter(ring)
  const reader = new RingReader(ring)
  for (let round = 0; round < 10; round++) {
    writer.write(new Uint8Array([round]), new Uint8Array([1, 2, 3]))
    const arrived: number[][] = []
    reader.read((message) => arrived.push([...message]), 10)
    expect(arrived).toEqual([[round, 1, 2, 3]])
  }
})

it('a capacity that is no power of two is refused', () => {
  expect(() => createRing(100)).toThrow('ring capacity 100 is not a power of two')
})
