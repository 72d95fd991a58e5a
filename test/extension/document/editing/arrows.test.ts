import { describe, expect, test } from 'vitest'
import { edited, selected } from './edited.ts'

const oneLine = `
const clean = (s: DataStream<string>) => s.map((word) => word.trim()).filter((word) => word !== '')
clean(env.fromCollection([' a '])).sink(print())
`
const lines = `import { type DataStream, Environment, print } from "millrace";
const env = new Environment();
const clean = (s: DataStream<string>) =>
\ts
\t\t// no spaces
\t\t.map((word) => word.trim()) // at its ends
\t\t.filter((word) => word !== "");
clean(env.fromCollection([" a "])).sink(print());
`

describe('a helper that is only an expression gets a block', () => {
  test('when an operator in it is given a variable', () => {
    expect(edited(oneLine, { command: 'extract', operator: 'map' })).toMatchInlineSnapshot(`
      "
      const clean = (s: DataStream<string>) => {
        const mappedWords = s.map((word) => word.trim())
        return mappedWords.filter((word) => word !== '')
      }
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
    expect(edited(oneLine, { command: 'extract', operator: 'filter' })).toMatchInlineSnapshot(`
      "
      const clean = (s: DataStream<string>) => {
        const filteredWords = s.map((word) => word.trim()).filter((word) => word !== '')
        return filteredWords
      }
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
    expect(edited(lines, { command: 'extract', operator: 'map' })).toMatchInlineSnapshot(`
      "
      import { type DataStream, Environment, print } from "millrace";
      const env = new Environment();
      const clean = (s: DataStream<string>) => {
      	const mappedWords = s
      		// no spaces
      		.map((word) => word.trim()); // at its ends
      	return mappedWords
      		.filter((word) => word !== "");
      };
      clean(env.fromCollection([" a "])).sink(print());
      "
    `)
    expect(edited(lines, { command: 'extract', operator: 'filter', variable: 'words' })).toMatchInlineSnapshot(`
      "
      import { type DataStream, Environment, print } from "millrace";
      const env = new Environment();
      const clean = (s: DataStream<string>) => {
      	const words = s
      		// no spaces
      		.map((word) => word.trim()) // at its ends
      		.filter((word) => word !== "");
      	return words;
      };
      clean(env.fromCollection([" a "])).sink(print());
      "
    `)
    expect(selected(oneLine.trim(), { command: 'extract', operator: 'map' })).toBe('mappedWords')
  })

  test('when an operator in it is duplicated', () => {
    expect(edited(oneLine, { command: 'duplicate', operator: 'map' })).toMatchInlineSnapshot(`
      "
      const clean = (s: DataStream<string>) => {
        const mappedWords = s.map((word) => word.trim())
        return s.map((word) => word.trim()).filter((word) => word !== '')
      }
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
    expect(edited(lines, { command: 'duplicate', operator: 'filter' })).toMatchInlineSnapshot(`
      "
      import { type DataStream, Environment, print } from "millrace";
      const env = new Environment();
      const clean = (s: DataStream<string>) => {
      	const mappedWords = s
      		// no spaces
      		.map((word) => word.trim()); // at its ends
      	const filteredWords = mappedWords.filter((word) => word !== "");
      	return mappedWords
      		.filter((word) => word !== "");
      };
      clean(env.fromCollection([" a "])).sink(print());
      "
    `)
  })

  test('when what is read further on gets a sink', () => {
    const sink = { command: 'addOperator', method: 'sink' }
    expect(edited(oneLine, { ...sink, at: { after: 'map' } })).toMatchInlineSnapshot(`
      "
      const clean = (s: DataStream<string>) => {
        const mappedWords = s.map((word) => word.trim())
        mappedWords.sink(print())
        return mappedWords.filter((word) => word !== '')
      }
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
    expect(edited(oneLine, { ...sink, at: { after: 'filter' } })).toMatchInlineSnapshot(`
      "
      const clean = (s: DataStream<string>) => {
        const filteredWords = s.map((word) => word.trim()).filter((word) => word !== '')
        filteredWords.sink(print())
        return filteredWords
      }
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
  })

  test('with an object that holds its streams', () => {
    const text = `
const split = (s: DataStream<number>) => ({
  odd: s.filter((n) => n % 2 === 1),
  even: s.filter((n) => n % 2 === 0).map((n) => n / 2),
})
const { odd, even } = split(env.fromCollection([1]))
odd.union(even).sink(print())
`
    expect(edited(text, { command: 'extract', operator: 'filter#2' })).toMatchInlineSnapshot(`
      "
      const split = (s: DataStream<number>) => {
        const filteredRecords = s.filter((n) => n % 2 === 0)
        return {
          odd: s.filter((n) => n % 2 === 1),
          even: filteredRecords.map((n) => n / 2),
        }
      }
      const { odd, even } = split(env.fromCollection([1]))
      odd.union(even).sink(print())
      "
    `)
  })

  test('but not for what has no place for statements', () => {
    const text = `
const numbers = (s = env.fromCollection([1]).map((n) => n)) => s.filter((n) => n > 1)
numbers().sink(print())
env.unconnected<number>().inspect((n) => {})
`
    expect(edited(text, { command: 'extract', operator: 'Source' })).toMatchInlineSnapshot(
      `"refused: the operator is made inside of an expression of a function: edit it in the text"`,
    )
    expect(edited(text, { command: 'connect', from: 'filter', to: 'inspect' })).toMatchInlineSnapshot(
      `"refused: Filter is made inside of a function: its stream cannot be named here"`,
    )
  })
})

describe('a helper that would only give back what it is given', () => {
  const remove = (text: string, operator: string) => edited(text, { command: 'remove', operator })

  test('goes with its last operator, and what it was given stands where it was called', () => {
    const chain = `import { type DataStream, Environment, print } from 'millrace'
const env = new Environment()

// without spaces
const clean = (s: DataStream<string>) => s.map((word) => word.trim())

clean(env.fromCollection([' a ']).shuffle()).sink(print())
`
    expect(remove(chain, 'map')).toMatchInlineSnapshot(`
      "
      import { Environment, print } from 'millrace'
      const env = new Environment()

      env.fromCollection([' a ']).shuffle().sink(print())
      "
    `)
    const named = `
const words = env.fromCollection([' a '])
const clean = (s: DataStream<string>) => s.map((word) => word.trim())
const cleaned = clean(words)
cleaned.sink(print())
`
    expect(remove(named, 'map')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection([' a '])
      words.sink(print())
      "
    `)
    const ended = `
const words = env.fromCollection([' a '])
const show = (s: DataStream<string>) => s.sink(print())
show(words)
words.sink(print())
`
    expect(remove(ended, 'Print')).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection([' a '])
      words.sink(print())
      "
    `)
  })

  test('goes too where it has a block', () => {
    const text = `
const clean = (s: DataStream<string>) => {
  // without spaces
  return s.map((word) => word.trim())
}
clean(env.fromCollection([' a '])).sink(print())
`
    expect(remove(text, 'map')).toMatchInlineSnapshot(`
      "
      env.fromCollection([' a ']).sink(print())
      "
    `)
  })

  test('gives nothing back where nobody reads what it made', () => {
    const text = `
const make = () => env.fromCollection([1])
const more = () => {
  env.fromCollection([3]).sink()
  return env.fromCollection([2])
}
make()
const two = more()
`
    expect(remove(text, 'Source')).toMatchInlineSnapshot(`
      "
      const make = () => {}
      const more = () => {
        env.fromCollection([3]).sink()
        return env.fromCollection([2])
      }
      make()
      const two = more()
      "
    `)
    expect(remove(text, 'two')).toMatchInlineSnapshot(`
      "
      const make = () => env.fromCollection([1])
      const more = () => {
        env.fromCollection([3]).sink()
      }
      make()
      const two = more()
      "
    `)
  })

  test('takes the wrapping back', () => {
    const text = `
const words = env.fromCollection([' a '])
words.map((word) => word.trim()).sink(print())
`
    const wrapped = edited(text, { command: 'wrapInHelper', operators: ['map'], name: 'clean', type: 'string' })
    expect(edited(wrapped, { command: 'remove', operator: 'map' })).toMatchInlineSnapshot(`
      "
      import { Environment, print } from 'millrace'

      const env = new Environment()

      const words = env.fromCollection([' a '])
      words.sink(print())
      "
    `)
  })

  test('stays where somebody else may use it', () => {
    const text = `
export const clean = (s: DataStream<string>) => s.map((word) => word.trim())
clean(env.fromCollection([' a '])).sink(print())
`
    expect(remove(text, 'map')).toMatchInlineSnapshot(`
      "
      export const clean = (s: DataStream<string>) => s
      clean(env.fromCollection([' a '])).sink(print())
      "
    `)
  })
})
