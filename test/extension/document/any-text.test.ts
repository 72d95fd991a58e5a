import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, isRefusal, type JobModel, parse, plan } from '../../../extension/src/document/index.ts'
import { corpusFiles, root, sampleFiles } from './job-files.ts'

/** The longest that reading a text of a few hundred lines may take, in milliseconds. */
const LONGEST = 1000

const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** Reads a text, and holds the model to what must be true of any. */
function read(text: string): JobModel {
  // Time of the processor: other tests run beside this one.
  const start = process.cpuUsage()
  const model = parse(text)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1_000).toBeLessThan(LONGEST)
  const inside = ({ offset, length }: { offset: number; length: number }) =>
    offset >= 0 && length >= 0 && offset + length <= text.length
  expect(model.operators.every(({ id, range }, index) => id === index && inside(range))).toBe(true)
  expect(model.unread.every(({ range }) => inside(range))).toBe(true)
  expect(model.edges.every(({ source, target }) => model.operators[source] && model.operators[target])).toBe(true)
  expect(new Set(model.operators.map(({ key }) => key)).size).toBe(model.operators.length)
  return model
}

describe('any text gives a model, in a short time', () => {
  it.each(sampleFiles)(
    'every beginning of %s',
    (file) => {
      const text = textOf(file)
      for (let end = 0; end <= text.length; end++) read(text.slice(0, end))
    },
    60_000,
  )

  it('every job with a line left out, or twice', () => {
    for (const file of sampleFiles) {
      const lines = textOf(file).split('\n')
      for (const index of lines.keys()) {
        read(lines.toSpliced(index, 1).join('\n'))
        read(lines.toSpliced(index, 0, lines[index]).join('\n'))
      }
    }
  }, 60_000)

  // Pieces that unbalance a text, or begin something.
  const pieces = [
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '`',
    "'",
    '"',
    '/*',
    '*/',
    '//',
    '=>',
    '.',
    ',',
    ';',
    '...',
    '<',
    '>',
    '\0',
    '\n',
    ' ',
    'const ',
    'await ',
    'function ',
    'class ',
    '.map(',
    '.union(',
    'new Environment(',
    'env',
    '\u{1F600}',
    '\ud83d',
  ]

  it('10,000 random changes of the corpus', () => {
    const texts = corpusFiles.map(textOf)
    const change = fc.record({
      text: fc.constantFrom(...texts),
      cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom('', ...pieces)), {
        minLength: 1,
        maxLength: 4,
      }),
    })
    fc.assert(
      fc.property(change, ({ text, cuts }) => {
        let changed = text
        for (const [where, length, piece] of cuts) {
          const at = Math.floor(where * changed.length)
          changed = changed.slice(0, at) + piece + changed.slice(at + length)
        }
        read(changed)
      }),
      { numRuns: 10_000 },
    )
  }, 120_000)

  it('text nested ten thousand levels deep', () => {
    const model = read(`import { Environment } from 'millrace'\nconst x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`)
    expect(model.operators).toEqual([])
  })

  it('a chain of ten thousand calls', () => {
    const text = `import { Environment } from 'millrace'\nnew Environment().fromCollection([1])${'.map((n) => n)'.repeat(10_000)}`
    expect([0, 10_001]).toContain(parse(text).operators.length)
  })

  it('a text that does not import the package, which is none of ours', () => {
    expect(parse("import { Environment } from 'other'\nnew Environment().fromCollection([1])")).toEqual({
      isJob: false,
      environments: [],
      operators: [],
      edges: [],
      groups: [],
      unread: [],
      idlePartitions: [],
    })
  })
})

describe('while the text has a syntax error', () => {
  it('what can be read is read, and nothing is edited', () => {
    const model = parse(
      "import { Environment } from 'millrace'\nconst env = new Environment()\nenv.fromCollection([1]).map((",
    )
    expect(model.operators.map(({ kind }) => kind)).toEqual(['source', 'map'])
    expect(model.syntaxError).toBeDefined()
    const outcome = plan(model, { command: 'remove', operator: 1 })
    expect(isRefusal(outcome) && outcome.refused).toMatch(/^the text has a syntax error/)
  })
})

describe('edits', () => {
  it('that overlap are an error of who made them', () => {
    const edits = [
      { offset: 0, length: 5, text: '' },
      { offset: 3, length: 1, text: 'x' },
    ]
    expect(() => applyEdits('0123456789', edits)).toThrow('edits overlap')
  })
})
