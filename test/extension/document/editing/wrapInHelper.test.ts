import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const wrap = (text: string, operators: readonly string[], name: string, type = 'string') =>
  edited(text, { command: 'wrapInHelper', operators, name, type })
const wrapUnknown = (text: string, operators: readonly string[], name: string) =>
  edited(text, { command: 'wrapInHelper', operators, name })

const lines = `
const texts = env.fromCollection([' a '])

// without spaces
texts
  .map((text) => text.trim())
  // none that are empty
  .filter((text) => text !== '')
  .sink(print())

await env.execute('texts')
`

test('operators that follow each other become a function, with their comments', () => {
  expect(wrap(lines, ['Map', 'Filter'], 'clean')).toMatchInlineSnapshot(`
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const texts = env.fromCollection([' a '])

    const clean = (stream: DataStream<string>) => stream
      // without spaces
      .map((text) => text.trim())
      // none that are empty
      .filter((text) => text !== '')
    clean(texts).sink(print())

    await env.execute('texts')
    "
  `)
  expect(wrap(lines, ['Filter', 'Map'], 'clean')).toMatchInlineSnapshot(`
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const texts = env.fromCollection([' a '])

    const clean = (stream: DataStream<string>) => stream
      // without spaces
      .map((text) => text.trim())
      // none that are empty
      .filter((text) => text !== '')
    clean(texts).sink(print())

    await env.execute('texts')
    "
  `)
  expect(wrap(lines, ['Filter'], 'clean')).toMatchInlineSnapshot(
    `
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const texts = env.fromCollection([' a '])

    const clean = (stream: DataStream<string>) => stream
      // none that are empty
      .filter((text) => text !== '')
    // without spaces
    const mappedTexts = texts.map((text) => text.trim())
    clean(mappedTexts).sink(print())

    await env.execute('texts')
    "
  `,
  )
  expect(wrap(lines, ['Filter', 'Print'], 'show')).toMatchInlineSnapshot(
    `
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const texts = env.fromCollection([' a '])

    const show = (stream: DataStream<string>) => stream
      // none that are empty
      .filter((text) => text !== '')
      .sink(print())
    // without spaces
    const mappedTexts = texts.map((text) => text.trim())
    show(mappedTexts)

    await env.execute('texts')
    "
  `,
  )
})

test('on one line, with a partition call and settings', () => {
  const text = 'env.fromCollection([1]).shuffle().map((n) => n).uid("m").keyBy((n) => n).sum((n) => n).sink()'
  expect(wrap(text, ['Map', 'KeyBy', 'Sum'], 'total', 'number')).toMatchInlineSnapshot(`
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const total = (stream: DataStream<number>) => stream.map((n) => n).uid("m").keyBy((n) => n).sum((n) => n)
    total(env.fromCollection([1]).shuffle()).sink()"
  `)
})

test('where the type is not known, it is that of the variable that is read', () => {
  expect(wrapUnknown(lines, ['Map', 'Filter'], 'clean')).toMatchInlineSnapshot(`
    "
    const texts = env.fromCollection([' a '])

    const clean = (stream: typeof texts) => stream
      // without spaces
      .map((text) => text.trim())
      // none that are empty
      .filter((text) => text !== '')
    clean(texts).sink(print())

    await env.execute('texts')
    "
  `)
  const text = 'env.fromCollection([1]).shuffle().map((n) => n).sink()'
  expect(wrapUnknown(text, ['Sink'], 'show')).toMatchInlineSnapshot(`
    "
    const show = (stream: typeof mappedRecords) => stream.sink()
    const mappedRecords = env.fromCollection([1]).shuffle().map((n) => n)
    show(mappedRecords)"
  `)
})

test('inside of a function, it is the one that the parameter is declared with', () => {
  const text = `
const clean = (s: DataStream<string>) => s.map((word) => word.trim()).filter((word) => word !== '')
clean(env.fromCollection([' a '])).sink(print())
`
  expect(wrapUnknown(text, ['Map'], 'trimmed')).toMatchInlineSnapshot(`
    "
    const trimmed = (stream: DataStream<string>) => stream.map((word) => word.trim())
    const clean = (s: DataStream<string>) => trimmed(s).filter((word) => word !== '')
    clean(env.fromCollection([' a '])).sink(print())
    "
  `)
  expect(wrapUnknown(text.replaceAll('string', 'T').replace('(s', '<T>(s'), ['Map'], 'trimmed')).toMatchInlineSnapshot(
    `"refused: the type of s is known only inside of its function: edit it in the text"`,
  )
})

test('where it is written inside of an argument, it gets a variable', () => {
  const text = `
const a = env.fromCollection([1])
a.union(env.fromCollection([2]).rescale().map((n) => n)).sink()
`
  expect(wrapUnknown(text, ['Map'], 'same')).toMatchInlineSnapshot(`
    "
    const a = env.fromCollection([1])
    const records = env.fromCollection([2])
    const same = (stream: typeof records) => stream.map((n) => n)
    a.union(same(records.rescale())).sink()
    "
  `)
})

test('what another helper gives is not cut inside of that', () => {
  const text = `
const words = env.fromCollection([' a '])
const clean = (s: typeof words) => s.map((word) => word.trim())
clean(words).sink(print())
`
  expect(wrapUnknown(text, ['Print'], 'show')).toMatchInlineSnapshot(
    `"refused: the type of what Print reads is not known: give that a variable first"`,
  )
  expect(wrap(text, ['Print'], 'show')).toMatchInlineSnapshot(`
    "
    import { type DataStream, Environment, print } from 'millrace'

    const env = new Environment()

    const words = env.fromCollection([' a '])
    const clean = (s: typeof words) => s.map((word) => word.trim())
    const show = (stream: DataStream<string>) => stream.sink(print())
    show(clean(words))
    "
  `)
})

test('of a stream that loses its keys nobody knows it', () => {
  const text = `
const keyed = env.fromCollection([1]).keyBy((n) => n)
keyed.shuffle().map((n) => n).sink()
`
  expect(wrapUnknown(text, ['Map'], 'same')).toMatchInlineSnapshot(
    `"refused: the type of what Map reads is not known: give that a variable first"`,
  )
})

test('refused', () => {
  const text = `
const a = env.fromCollection([1]).map((n) => n)
a.filter((n) => n > 1).sink()
a.keyBy((n) => n).sum((n) => n).sink()
`
  expect(wrap(text, ['Map', 'Filter'], 'both', 'number')).toMatchInlineSnapshot(
    `"refused: the selection is no single chain: it forks behind Map"`,
  )
  expect(wrap(text, ['Filter', 'Sum'], 'both', 'number')).toMatchInlineSnapshot(
    `"refused: the selection is no single chain"`,
  )
  expect(wrap(text, ['Source'], 'both', 'number')).toMatchInlineSnapshot(
    `"refused: Source has no input that a helper could be given"`,
  )
  expect(wrap(text, ['Sum'], 'both', 'number')).toMatchInlineSnapshot(`"refused: Sum needs keys: select its keyBy too"`)
  expect(wrap(text, ['Filter'], 'env', 'number')).toMatchInlineSnapshot(`"refused: the file uses the name env already"`)
  expect(wrap(text, [], 'nothing', 'number')).toMatchInlineSnapshot(`"refused: nothing is selected"`)
})
