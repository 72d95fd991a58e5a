import { expect, test } from 'vitest'
import { namedCalls } from '../../../runtime/src/execution/workers/named-calls.ts'
import type { Operator } from '../../../runtime/src/graph/index.ts'
import type { OperatorInstance } from '../../../runtime/src/operators/index.ts'

const late = { name: 'Late', parallelism: 4 } as Operator

/** The call stack of the caller. */
const callers = () => new Error('here').stack

test('a function is called by one that has the name of the instance', () => {
  const map: OperatorInstance = { shape: 'map', apply: callers }
  expect(namedCalls(map, late, 1).apply!(0, 0, 0, 0)).toContain('Late[1] of 4 ')
  expect(namedCalls(map, { ...late, parallelism: 1 }, 0).apply!(0, 0, 0, 0)).toMatch(/Late (?!\[)/)
})

test('so is what a generator does between two records', () => {
  const flatMap: OperatorInstance = {
    shape: 'flatMap',
    *apply() {
      yield callers()
    },
  }
  const [names] = namedCalls(flatMap, late, 2).apply!(0, 0, 0, 0) as Iterable<string>
  expect(names).toContain('Late[2] of 4 ')
})

test('records that can be gone through stay as they are', () => {
  const record = new Set([1])
  const map: OperatorInstance = { shape: 'map', apply: () => record }
  expect(namedCalls(map, late, 0).apply!(0, 0, 0, 0)).toBe(record)
})

test('a part knows itself by `this`, and has what it has', () => {
  class Counter {
    #count = 0
    readonly frozen = Object.freeze({ at: () => 1 })
    next() {
      this.#count++
    }
    get count() {
      return this.#count
    }
  }
  const counter = namedCalls(new Counter(), late, 0)
  counter.next()
  expect(counter.count).toBe(1)
  expect('next' in counter && !('claim' in counter)).toBe(true)
  expect(namedCalls(counter.frozen, late, 0).at()).toBe(1)
})

test('functions get as many arguments as they are given', () => {
  const map: OperatorInstance = { shape: 'map', apply: (...given: unknown[]) => given.length }
  expect((namedCalls(map, late, 0).apply as (value: unknown) => unknown)(1)).toBe(1)
})
