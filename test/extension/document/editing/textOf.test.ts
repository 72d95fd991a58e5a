import { describe, expect, test } from 'vitest'
import { parse, textOf } from '../../../../extension/src/document/index.ts'
import { edited } from './edited.ts'

const job = `import { Environment as Env, outputTag, print as show, tumbling } from 'millrace'
const job = new Env()
const bad = outputTag<unknown>('bad')
const words = job.fromCollection(['a'])
// long ones
words
  .filter((word) => word.length > 3) // more than "the"
  // shouting
  .map((word) => word.toUpperCase())
  .shuffle()
  .sink(show())
const keyed = words.keyBy((word) => word).rescale()
words.windowJoin(keyed.map((w) => w), { left: (w) => w, right: (w) => w, window: tumbling(10) }).name('Both').sink(show())
const checked = words.map((word) => JSON.parse(word)).onError(bad).name('Checked')
checked.sideOutput(bad).sink(show()).name('Told')
`

/** The text of operators, named by their names or variables. */
function copied(...wanted: string[]): string {
  const model = parse(job)
  const ids = wanted.map(
    (name) => model.operators.find((o) => !o.implied && (o.name === name || o.variable === name))!.id,
  )
  const text = textOf(model, ids)
  return typeof text === 'string' ? `\n${text}` : `refused: ${text.refused}`
}

describe('the text of operators', () => {
  test('a chain stays a chain, with its comments; what it reads is an open input', () => {
    expect(copied('Filter', 'Map', 'Print')).toMatchInlineSnapshot(`
      "
      import { print as show } from 'millrace'

      // long ones
      job.unconnected<unknown>()
        .filter((word) => word.length > 3) // more than "the"
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(show())
      "
    `)
    expect(copied('Map')).toMatchInlineSnapshot(`
      "
      job.unconnected<unknown>()
        // shouting
        .map((word) => word.toUpperCase())
      "
    `)
  })

  test('a fork keeps its variable, and says what is imported', () => {
    expect(copied('words', 'Filter', 'keyed')).toMatchInlineSnapshot(`
      "
      const words = job.fromCollection(['a'])
      // long ones
      words.filter((word) => word.length > 3)
      const keyed = words.keyBy((word) => word)
      "
    `)
  })

  test('a join reads what is among them by name, and the rest is open', () => {
    expect(copied('words', 'Both')).toMatchInlineSnapshot(`
      "
      import { tumbling } from 'millrace'

      const words = job.fromCollection(['a'])
      words.windowJoin(job.unconnected<unknown>(), { left: (w) => w, right: (w) => w, window: tumbling(10) }).name('Both')
      "
    `)
    expect(copied('keyed', 'Both')).toMatchInlineSnapshot(`
      "
      import { tumbling } from 'millrace'

      const keyed = job.unconnected<unknown>().keyBy((word) => word)
      job.unconnected<unknown>().windowJoin(job.unconnected<unknown>(), { left: (w) => w, right: (w) => w, window: tumbling(10) }).name('Both')
      "
    `)
  })

  test('a side output is one of what is among them', () => {
    expect(copied('Checked', 'Told')).toMatchInlineSnapshot(`
      "
      import { print as show } from 'millrace'

      const checked = job.unconnected<unknown>().map((word) => JSON.parse(word)).onError(bad).name('Checked')
      checked.sideOutput(bad).sink(show()).name('Told')
      "
    `)
    expect(copied('Told')).toMatchInlineSnapshot(`
      "
      import { print as show } from 'millrace'

      job.unconnected<unknown>().sink(show()).name('Told')
      "
    `)
  })

  test('is pasted into another job', () => {
    const text = copied('words', 'Filter', 'Map', 'Print')
    const other = `
const words = env.fromCollection([1])
`
    expect(edited(other, { command: 'paste', text, environment: 'env' })).toMatchInlineSnapshot(`
      "
      const words = env.fromCollection([1])
      const words2 = env.fromCollection(['a'])
      // long ones
      words2
        .filter((word) => word.length > 3) // more than "the"
        // shouting
        .map((word) => word.toUpperCase())
        .shuffle()
        .sink(print())
      "
    `)
  })

  test('there is none of nothing, or of what is read only in part', () => {
    expect(copied()).toMatchInlineSnapshot(`"refused: nothing is selected"`)
    const model = parse(`${job}for (const n of [1]) words.map((w) => w + n).sink()\n`)
    expect(textOf(model, [model.operators.length - 1])).toMatchInlineSnapshot(`
      {
        "refused": "for (const n of [1]) words.map((w) => w  is read from the text only in part (a loop builds what is here): edit it there",
      }
    `)
  })
})
