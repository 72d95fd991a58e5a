import assert from 'node:assert'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchDecoder, BatchEncoder, checkRecord, NotARecord } from '../../../runtime/src/execution/codec/index.ts'

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.constantFrom(-0, Number.NaN, undefined, null, '\ud800', '__proto__', '', Number.POSITIVE_INFINITY),
  fc.boolean(),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
)

const { record } = fc.letrec<{ record: unknown }>((tie) => ({
  record: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('record'), { maxLength: 5 }),
    fc.sparseArray(tie('record'), { maxNumElements: 4, maxLength: 12 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', '0', 'constructor')), tie('record'), {
      maxKeys: 5,
    }),
    fc.array(fc.tuple(tie('record'), tie('record')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('record'), { maxLength: 4 }).map((entries) => new Set(entries)),
    fc.uint8Array({ maxLength: 9 }),
    fc.float64Array({ maxLength: 4 }),
    fc.bigInt64Array({ maxLength: 3 }),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => bytes.buffer),
    fc.uint8Array({ minLength: 2, maxLength: 9 }).map((bytes) => new DataView(bytes.buffer, 1)),
    fc.constantFrom(/a+b/gi, Object(1), Object('text'), Object(false), Object(3n)),
    fc.string().map((message) => new RangeError(message)),
    fc.string().map((message) => new Error(message, { cause: [message] })),
  ),
}))

/** A batch as it arrives on the other side of a connection, through shared memory. */
function connection() {
  const encoder = new BatchEncoder()
  const decoder = new BatchDecoder()
  return (values: readonly unknown[]) => {
    const bytes = encoder.encode(values)
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3)
    shared.set(bytes)
    return decoder.decode(shared)
  }
}

describe('a record arrives equal to what structuredClone gives', () => {
  it('for any plain data', () => {
    const send = connection()
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), (values) => {
        assert.deepStrictEqual(send(values), structuredClone(values))
      }),
      { numRuns: 2000 },
    )
  })

  it('for batches of alike tuples and objects', () => {
    const send = connection()
    const primitive = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, -0),
      fc.bigInt(),
    )
    const tuples = fc
      .integer({ min: 1, max: 4 })
      .chain((length) => fc.array(fc.array(primitive, { minLength: length, maxLength: length })))
    const objects = fc
      .uniqueArray(fc.oneof(fc.string(), fc.constantFrom('__proto__', '1', '0', 'a b', '\u2028')), {
        minLength: 1,
        maxLength: 4,
      })
      .chain((names) =>
        fc.array(
          fc.tuple(...names.map(() => primitive)).map((values) => {
            const object = {}
            for (const [index, name] of names.entries()) {
              Object.defineProperty(object, name, {
                value: values[index],
                enumerable: true,
                writable: true,
                configurable: true,
              })
            }
            return object
          }),
        ),
      )
    fc.assert(
      fc.property(fc.oneof(tuples, objects), (values) => {
        assert.deepStrictEqual(send(values), structuredClone(values))
      }),
      { numRuns: 2000 },
    )
  })

  it('for many batches of repeating strings, across a reset of the dictionary', () => {
    const send = connection()
    let random = 1
    for (let batch = 0; batch < 300; batch++) {
      const values = Array.from({ length: 1024 }, () => {
        random = (Math.imul(random, 1103515245) + 12345) >>> 0
        return [`word ${random % (batch < 150 ? 3000 : 4_000_000)}`, batch]
      })
      expect(send(values)).toEqual(values)
    }
  })

  it('with cycles and shared references within a record', () => {
    const send = connection()
    const shared = { a: 1 }
    const cyclic: Record<string, unknown> = { x: shared, y: [shared] }
    cyclic.self = cyclic
    const [arrived] = send([cyclic]) as (typeof cyclic)[]
    expect(arrived.self).toBe(arrived)
    expect((arrived.y as unknown[])[0]).toBe(arrived.x)
    const buffer = new ArrayBuffer(8)
    const [views] = send([[new Uint8Array(buffer), new Uint16Array(buffer, 2, 2)]]) as [Uint8Array, Uint16Array][]
    expect(views[0].buffer).toBe(views[1].buffer)
  })

  it('a Buffer arrives as the Uint8Array it is', () => {
    const [arrived] = connection()([Buffer.from('abc')])
    expect(arrived).toStrictEqual(new Uint8Array([97, 98, 99]))
  })

  it('a record nested 900 levels deep arrives', () => {
    let nested: unknown = 1
    for (let level = 0; level < 900; level++) nested = [nested]
    expect(JSON.stringify(connection()([nested])[0])).toBe(JSON.stringify(nested))
  })
})

describe('what is no record is refused with its path', () => {
  class Money {
    amount = 1
  }
  const refused: [string, unknown, string, string][] = [
    ['a function', { user: { tags: ['a', () => 1] } }, '.user.tags[1]', 'a function'],
    ['a symbol', [Symbol('x')], '[0]', 'a symbol'],
    ['a class instance', { price: new Money() }, '.price', 'an instance of Money'],
    ['a promise', Promise.resolve(1), '', 'a promise'],
    ['a promise in a Map', new Map([['k', Promise.resolve(1)]]), '.get("k")', 'a promise'],
    ['a WeakMap', { 'a b': new WeakMap() }, '["a b"]', 'an instance of WeakMap'],
    ['a subclass of Array', new (class Rows extends Array {})(), '', 'an instance of Rows'],
  ]
  for (const [what, value, path, message] of refused) {
    it(what, () => {
      for (const attempt of [
        () => checkRecord(value),
        () => connection()([value]),
        () => connection()([{ a: 1 }, value]),
      ]) {
        const error = caught(attempt)
        expect(error).toBeInstanceOf(NotARecord)
        expect(error.path).toBe(path)
        expect(error.message).toContain(message)
      }
    })
  }

  it('nesting without end', () => {
    let nested: unknown = 1
    for (let level = 0; level < 5000; level++) nested = [nested]
    expect(() => connection()([nested])).toThrow('nested more than 1000 levels deep')
  })
})

function caught(attempt: () => unknown): NotARecord {
  try {
    attempt()
  } catch (error) {
    return error as NotARecord
  }
  throw new Error('nothing was thrown')
}
