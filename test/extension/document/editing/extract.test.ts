import { expect, test } from 'vitest'
import { edited, selected } from './edited.ts'

const extract = (text: string, operator: string, variable?: string) =>
  edited(text, { command: 'extract', operator, ...(variable === undefined ? {} : { variable }) })

const lines = `
env
  .fromCollection(['a', 'b'])
  // long ones
  .filter((word) => word.length > 3)
  .uid('long') // by length
  // shouting
  .map((word) => word.toUpperCase())
  .sink(print())
`

test('the chain is cut behind the operator, and comments stay with their calls', () => {
  expect(extract(lines, 'Filter')).toMatchInlineSnapshot(`
    "
    const filteredWords = env
      .fromCollection(['a', 'b'])
      // long ones
      .filter((word) => word.length > 3)
      .uid('long') // by length
    filteredWords
      // shouting
      .map((word) => word.toUpperCase())
      .sink(print())
    "
  `)
  expect(extract(lines, 'Source')).toMatchInlineSnapshot(`
    "
    const words = env.fromCollection(['a', 'b'])
    words
      // long ones
      .filter((word) => word.length > 3)
      .uid('long') // by length
      // shouting
      .map((word) => word.toUpperCase())
      .sink(print())
    "
  `)
  expect(extract(lines, 'Map')).toMatchInlineSnapshot(`
    "
    const mappedWords = env
      .fromCollection(['a', 'b'])
      // long ones
      .filter((word) => word.length > 3)
      .uid('long') // by length
      // shouting
      .map((word) => word.toUpperCase())
    mappedWords.sink(print())
    "
  `)
})

test('on one line', () => {
  expect(extract('env.fromCollection([1]).map((n) => n).sink()', 'Map')).toMatchInlineSnapshot(`
    "
    const mappedRecords = env.fromCollection([1]).map((n) => n)
    mappedRecords.sink()"
  `)
})

test('a partition call stays with what reads it', () => {
  expect(extract('env.fromCollection([1]).shuffle().map((n) => n).rescale().sink()', 'Map')).toMatchInlineSnapshot(`
    "
    const mappedRecords = env.fromCollection([1]).shuffle().map((n) => n)
    mappedRecords.rescale().sink()"
  `)
})

test('in the middle of what a variable holds', () => {
  const text = `
// what is long
const long = env.fromCollection(['a']).map((word) => word.trim()).filter((word) => word.length > 3)
long.sink(print())
`
  expect(extract(text, 'Map')).toMatchInlineSnapshot(`
    "
    // what is long
    const mappedWords = env.fromCollection(['a']).map((word) => word.trim())
    const long = mappedWords.filter((word) => word.length > 3)
    long.sink(print())
    "
  `)
})

test('out of an argument', () => {
  const text = `
const a = env.fromCollection([1])
a.union(a.map((n) => -n), env.fromCollection([3])).sink(print())
`
  expect(extract(text, 'Map')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const mappedA = a.map((n) => -n)
    a.union(mappedA, env.fromCollection([3])).sink(print())
    "
  `)
  expect(extract(text, 'Source#2')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const records = env.fromCollection([3])
    a.union(a.map((n) => -n), records).sink(print())
    "
  `)
  expect(extract(text, 'Union')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const unitedA = a.union(a.map((n) => -n), env.fromCollection([3]))
    unitedA.sink(print())
    "
  `)
})

test('names tell operator and source', () => {
  const text = `
const flights = env.fromCollection([{ origin: 'LHR', delay: 3 }])
flights.filter((flight) => flight.delay > 1, 'Late flights').keyBy('origin').sum('delay').map((f) => f).sink()
`
  expect(extract(text, 'Late flights')).toMatchInlineSnapshot(`
    "
    const flights = env.fromCollection([{ origin: 'LHR', delay: 3 }])
    const lateFlights = flights.filter((flight) => flight.delay > 1, 'Late flights')
    lateFlights.keyBy('origin').sum('delay').map((f) => f).sink()
    "
  `)
  expect(extract(text, 'KeyBy')).toMatchInlineSnapshot(`
    "
    const flights = env.fromCollection([{ origin: 'LHR', delay: 3 }])
    const lateFlightsByOrigin = flights.filter((flight) => flight.delay > 1, 'Late flights').keyBy('origin')
    lateFlightsByOrigin.sum('delay').map((f) => f).sink()
    "
  `)
  expect(extract(text, 'Sum')).toMatchInlineSnapshot(`
    "
    const flights = env.fromCollection([{ origin: 'LHR', delay: 3 }])
    const lateFlightTotals = flights.filter((flight) => flight.delay > 1, 'Late flights').keyBy('origin').sum('delay')
    lateFlightTotals.map((f) => f).sink()
    "
  `)
  expect(extract(text, 'Map')).toMatchInlineSnapshot(`
    "
    const flights = env.fromCollection([{ origin: 'LHR', delay: 3 }])
    const mappedLateFlights = flights.filter((flight) => flight.delay > 1, 'Late flights').keyBy('origin').sum('delay').map((f) => f)
    mappedLateFlights.sink()
    "
  `)
})

test('a given name is taken; the new variable is selected', () => {
  expect(extract('env.fromCollection([1]).sink()', 'Source', 'ones')).toMatchInlineSnapshot(`
    "
    const ones = env.fromCollection([1])
    ones.sink()"
  `)
  expect(selected('env.fromCollection([1]).sink()', { command: 'extract', operator: 'Source' })).toBe('records')
})

test('inside of a function with tabs', () => {
  const text = `import { Environment } from "millrace";
export async function main() {
\tconst env = new Environment();
\treturn env
\t\t.fromCollection([1])
\t\t.map((n) => n)
\t\t.filter((n) => n > 1);
}
`
  expect(extract(text, 'Map')).toMatchInlineSnapshot(`
    "
    import { Environment } from "millrace";
    export async function main() {
    	const env = new Environment();
    	const mappedRecords = env
    		.fromCollection([1])
    		.map((n) => n);
    	return mappedRecords.filter((n) => n > 1);
    }
    "
  `)
})

test('before a statement that begins with a parenthesis, in a file without semicolons', () => {
  const text = `
const a = env.fromCollection([1])
;(a.map((n) => n) as typeof a).sink(print())
;[1].forEach(() => {})
`
  expect(extract(text, 'Map')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const mappedA = a.map((n) => n)
    ;(mappedA as typeof a).sink(print())
    ;[1].forEach(() => {})
    "
  `)
  expect(edited(text, { command: 'addOperator', method: 'sink', at: { after: 'a' } })).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    a.sink(print())
    ;(a.map((n) => n) as typeof a).sink(print())
    ;[1].forEach(() => {})
    "
  `)
  expect(edited(text, { command: 'remove', operator: 'Print' })).toMatchInlineSnapshot(`
    "
    import { Environment } from 'millrace'

    const env = new Environment()

    const a = env.fromCollection([1])
    ;(a.map((n) => n) as typeof a)
    ;[1].forEach(() => {})
    "
  `)
  expect(edited(text, { command: 'disconnect', edge: 'a -> Map' })).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    ;(env.unconnected<unknown>().map((n) => n) as typeof a).sink(print())
    ;[1].forEach(() => {})
    "
  `)
})

test('refused', () => {
  const text = `
const a = env.fromCollection([1])
a.sink()
`
  expect(extract(text, 'a')).toMatchInlineSnapshot(`"refused: Source has a variable already: a"`)
  expect(extract(text, 'Sink')).toMatchInlineSnapshot(`"refused: nothing can follow a sink"`)
  expect(extract(lines, 'Map', 'a b')).toMatchInlineSnapshot(`"refused: a b is no name for a variable"`)
  expect(extract(lines, 'Map', 'env')).toMatchInlineSnapshot(`"refused: the file uses the name env already"`)
  expect(extract(lines, 'Map', 'class')).toMatchInlineSnapshot(`"refused: class is no name for a variable"`)
})
