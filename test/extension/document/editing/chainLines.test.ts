import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const add = (text: string, after: string, method = 'filter') =>
  edited(text, { command: 'addOperator', method, at: { after } })

test('a chain that gets a fourth call has one call a line from then on', () => {
  expect(add('const big = env.fromCollection([1]).map((n) => n).map((n) => n + 1)\n', 'Map#2')).toMatchInlineSnapshot(`
    "
    const big = env
      .fromCollection([1])
      .map((n) => n)
      .map((n) => n + 1)
      .filter(() => true)
    "
  `)
})

test('a third call stays on the line, as long as that has no more than 80 columns', () => {
  expect(add('env.fromCollection([1]).map((n) => n)\n', 'Map')).toMatchInlineSnapshot(`
    "
    env.fromCollection([1]).map((n) => n).filter(() => true)
    "
  `)
  expect(
    add("env.fromCollection(['a longer collection', 'of texts']).map((text) => text)\n", 'Map'),
  ).toMatchInlineSnapshot(`
    "
    env
      .fromCollection(['a longer collection', 'of texts'])
      .map((text) => text)
      .filter(() => true)
    "
  `)
})

test('a chain that was too long already is how somebody wants it', () => {
  const long = 'env.fromCollection([1]).map((n) => n).map((n) => n + 1).map((n) => n + 2)\n'
  expect(add(long, 'Map#3')).toBe(`\n${long.trimEnd()}.filter(() => true)\n`)
})

test('in a function its lines are indented as the function', () => {
  expect(
    add(
      'function build() {\n\tconst n = env.fromCollection([1]).map((n) => n).map((n) => n + 1)\n}\nbuild()\n',
      'Map#2',
    ),
  ).toMatchInlineSnapshot(`
    "
    function build() {
    	const n = env
    		.fromCollection([1])
    		.map((n) => n)
    		.map((n) => n + 1)
    		.filter(() => true)
    }
    build()
    "
  `)
})
