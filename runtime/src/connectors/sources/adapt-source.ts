import { defineSource, END, type End, isSource, type Source } from '../source.ts'
import { type Puller, PullReader } from './pull-reader.ts'

/** An object that gives its records one by one, and END after the last. */
export interface GetNext<T> {
  getNext(): T | End | PromiseLike<T | End>
}

/** What `env.source` takes beside a Source. A function returns the next record, or END; it may be a generator function. */
export type SourceInput<T> =
  | Iterable<T>
  | AsyncIterable<T>
  | GetNext<T>
  // One signature: of two, the compiler would take a generator for the record.
  | (() => Generator<T> | AsyncGenerator<T> | PromiseLike<T | End> | T | End)

/**
 * Makes a source of what a program has at hand: an iterable, an async iterable (Node's readable streams are some: they
 * give objects in object mode, Buffers or strings otherwise), a generator function, a function that returns the next
 * record, or an object with `getNext`. All of them have one reader.
 *
 * An iterator that the job has not read to its end is closed with `return()`, a stream with `destroy()`.
 *
 * @throws TypeError for what is none of these, with what to write instead
 */
export function adaptSource<T>(input: Source<T> | SourceInput<T>): Source<T> {
  if (isSource(input)) return input as Source<T>
  const { what, puller } = adapter(input as SourceInput<T>)
  return defineSource({
    singleInstance: `${what} has one reader`,
    splits: () => [what],
    // Made by the reader: the threads that read nothing must not begin to iterate.
    reader: (splits, context) => new PullReader(splits.length > 0 ? puller() : undefined, context),
  })
}

function adapter<T>(input: SourceInput<T>): { what: string; puller: () => Puller<T> } {
  if (typeof input === 'string') {
    throw new TypeError(`a text is no source: write textFile('${input}') to read a file, ['${input}'] for one record`)
  }
  if (typeof input === 'function') {
    if (/^(Async)?GeneratorFunction$/.test(input.constructor.name)) {
      const generate = input as () => Iterable<T> | AsyncIterable<T>
      return { what: 'a generator', puller: () => iterate(generate()) }
    }
    return { what: 'a function', puller: () => ({ pull: input as Puller<T>['pull'] }) }
  }
  if (typeof input === 'object' && input !== null) {
    if (Symbol.asyncIterator in input) {
      const what = 'pipe' in input ? 'a stream' : 'an async iterable'
      return { what, puller: () => iterate(input) }
    }
    if (Symbol.iterator in input) return { what: 'an iterable', puller: () => iterate(input) }
    if ('getNext' in input && typeof input.getNext === 'function') {
      return { what: 'an object with getNext', puller: () => ({ pull: () => input.getNext() }) }
    }
    if ('next' in input && typeof input.next === 'function') {
      return { what: 'an iterator', puller: () => iterate({ [Symbol.iterator]: () => input as Iterator<T> }) }
    }
  }
  throw new TypeError(
    `${describe(input)} is no source: a source is a Source such as textFile(..), an iterable, an async iterable, ` +
      'a function that returns the next record, or an object with getNext()',
  )
}

function iterate<T>(input: Iterable<T> | AsyncIterable<T>): Puller<T> {
  if (Symbol.asyncIterator in input) {
    const iterator = input[Symbol.asyncIterator]()
    return {
      pull: () => iterator.next().then(unwrap),
      close(pulling) {
        if ('destroy' in input && typeof input.destroy === 'function') input.destroy()
        const returned = iterator.return?.()
        // A generator returns only after the record it is at, which may never come.
        if (!pulling) return returned
        returned?.catch(() => {})
      },
    }
  }
  const iterator = input[Symbol.iterator]()
  return { pull: () => unwrap(iterator.next()), close: () => iterator.return?.() }
}

function unwrap<T>({ done, value }: IteratorResult<T>): T | End {
  return done ? END : value
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'object') return `an object { ${Object.keys(value).join(', ')} }`
  return `a ${typeof value}`
}
