import fc from 'fast-check'
import { expect, test } from 'vitest'
import { literalOf, recordsLiteral } from '../../../extension/src/panel/records-literal.ts'

const record = (value: unknown) => ({ text: JSON.stringify(value), json: true })
// What is evaluated is what was just made of JSON.
const evaluate = (text: string) => new Function(`return (${text})`)()

test('the literal of a record is the record', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(JSON.stringify(evaluate(literalOf({ text, json: true })!))).toBe(text)
    }),
  )
})

test('members are written as a person writes them', () => {
  expect(literalOf(record({ name: "O'Hare", 'two words': [1, null, true], nested: {} }))).toBe(
    "{ name: 'O\\'Hare', 'two words': [1, null, true], nested: {} }",
  )
})

test('what is no JSON, or was cut, is said in a comment', () => {
  const facts = { id: '', edge: '', source: '', read: true, from: '' }
  expect(
    recordsLiteral([
      { ...facts, ...record({ n: 1 }) },
      { ...facts, text: 'Map(1) {\n  1 => 2 }', json: false },
      { ...facts, text: '{"long":"…', json: true, cut: true },
    ]),
  ).toMatchInlineSnapshot(`
    "[
      { n: 1 },
      // a record is no JSON: Map(1) { 1 => 2 }
      // a record is too long to be shown whole: {"long":"…
    ]"
  `)
  expect(recordsLiteral([])).toBe('[]')
})
