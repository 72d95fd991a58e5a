import { expect, test } from 'vitest'
import { parse } from '../../../extension/src/document/index.ts'

/** Each group with the one around it, and the operators directly in it. */
function groupsOf(text: string): string {
  const { groups, operators } = parse(`import { Environment, type DataStream } from 'millrace'\n${text}`)
  return groups
    .map(({ id, name, parent }) => {
      const inside = operators.filter(({ group }) => group === id).map((operator) => operator.name)
      const around = parent === undefined ? '' : ` in ${groups[parent].name}`
      return `${id} ${name}${around}: ${inside.join(', ')}`
    })
    .join('\n')
}

const helpers = `
const clean = (s: DataStream<number>) => s.filter((n) => n > 0)
const both = (s: DataStream<number>) => clean(s).map((n) => n).name('Twice')
`

test('a helper in a helper is a group in a group', () => {
  expect(groupsOf(`${helpers}const env = new Environment()\nboth(env.fromCollection([1])).sink()`)).toBe(
    '0 both: Twice\n1 clean in both: Filter',
  )
})

test('a function that makes its own job is no group, and the helpers that it calls are', () => {
  const text = `${helpers}
function main() {
  const env = new Environment()
  both(clean(env.fromCollection([1]))).sink()
}
main()
`
  expect(groupsOf(text)).toBe('0 clean: Filter\n1 both: Twice\n2 clean in both: Filter')
})
