import { describe, expect, test } from 'vitest'
import { codeActions } from '../../../extension/src/language/features/code-actions.ts'
import { completions } from '../../../extension/src/language/features/completion.ts'
import { diagnostics } from '../../../extension/src/language/features/diagnostics.ts'
import { hover } from '../../../extension/src/language/features/hover.ts'
import { inlayHints } from '../../../extension/src/language/features/inlay-hints.ts'
import { lenses } from '../../../extension/src/language/features/lenses.ts'
import { symbols } from '../../../extension/src/language/features/symbols.ts'
import type { OpenJob } from '../../../extension/src/language/open-job.ts'
import { job, openJob } from './open-job.ts'

const words = job(`// Lines of the mill.
const lines = env.fromCollection(['a b']).setParallelism(2)
const pairs = (s) => s.map((word) => [word, 1])
const counts = pairs(lines.flatMap((line) => line.split(' ')))
  .keyBy(0)
  .sum(1)
  .setParallelism(3)
counts.sink(print())`)

const at = (text: string, piece: string) => openJob(text).document.positionAt(text.indexOf(piece))
const everything = ({ document }: OpenJob) => ({ start: document.positionAt(0), end: document.positionAt(1e9) })

describe('lenses', () => {
  test('run, debug and preview a job that is executed, and open it; a job that is not executed is opened only', () => {
    const shown = (text: string) => lenses(openJob(text)).map(({ range, command }) => [range.start.line, command])
    expect(shown(words)).toMatchInlineSnapshot(`
      [
        [
          2,
          {
            "arguments": [
              "file:///jobs/late-flights.flow.ts",
            ],
            "command": "millrace.runJob",
            "title": "$(play) Run",
          },
        ],
        [
          2,
          {
            "arguments": [
              "file:///jobs/late-flights.flow.ts",
            ],
            "command": "millrace.debugJob",
            "title": "$(debug-alt) Debug",
          },
        ],
        [
          2,
          {
            "arguments": [
              "file:///jobs/late-flights.flow.ts",
              0,
            ],
            "command": "millrace.previewRecords",
            "title": "$(eye) Preview",
          },
        ],
        [
          2,
          {
            "arguments": [
              "file:///jobs/late-flights.flow.ts",
            ],
            "command": "millrace.openDiagram",
            "title": "$(type-hierarchy-sub) Open diagram",
          },
        ],
      ]
    `)
    expect(shown(words.replace(/await .*/, '')).map(([, command]) => (command as { title: string }).title)).toEqual([
      '$(type-hierarchy-sub) Open diagram',
    ])
  })

  test('of several jobs each runs, debugs and previews its own', () => {
    const two = `import { Environment } from 'millrace'
const a = new Environment()
await a.execute('first')
const b = new Environment()
await b.execute('second')`
    expect(lenses(openJob(two)).map(({ command }) => command?.arguments?.slice(1))).toEqual([
      ['first'],
      ['first'],
      [0],
      [],
      ['second'],
      ['second'],
      [1],
      [],
    ])
  })
})

describe('hover', () => {
  const shown = (text: string, piece: string, types?: OpenJob['types']) => {
    const found = hover({ ...openJob(text), types }, text.indexOf(piece))
    return found && (found.contents as { value: string }).value
  }

  test('says what comes in and goes out, by how many channels, and how many instances there are', () => {
    const type = { short: 'string', full: 'string' }
    const none = Array.from({ length: 6 }, () => type)
    expect(shown(words, 'fromCollection')).toMatchInlineSnapshot(`
      "**Source** · fromCollection

      Lines of the mill.
      - out: to FlatMap
      - 2 instances (set here)"
    `)
    expect(shown(words, 'sum(', { operators: none, edges: none })).toMatchInlineSnapshot(`
      "**Sum** · sum
      - in: \`string\` from KeyBy, ShuffleByKey by default, 3 channels
      - out: \`string\` to Print
      - 3 instances (set here)"
    `)
    expect(shown(words, 'map((word)')).toContain('chained')
  })

  test('on nothing but the name of a method', () => {
    expect(shown(words, 'line.split')).toBeUndefined()
  })

  test('of a job that is not valid, or enormous, without channels', () => {
    expect(shown(words.replace("fromCollection(['a b'])", 'unconnected()'), 'sum(')).not.toContain('channel')
    expect(shown(words.replace('Environment()', 'Environment({ parallelism: 400 })'), 'sum(')).not.toContain('channel')
  })
})

test('the outline has operators by job, and those of a helper in a group', () => {
  const tree = (all: ReturnType<typeof symbols>, indent = ''): string =>
    all
      .map(({ name, detail, children }) => `${indent}${name} (${detail})\n${tree(children ?? [], `${indent}  `)}`)
      .join('')
  expect(tree(symbols(openJob(words)))).toMatchInlineSnapshot(`
    "late flights (job)
      Source (fromCollection)
      pairs (helper)
        Map (map)
      FlatMap (flatMap)
      KeyBy (keyBy)
      Sum (sum)
      Print (sink)
    "
  `)
})

test('inlay hints tell strategy and instances behind each call, and do not guess', () => {
  const hints = (text: string) => {
    const open = openJob(text)
    return inlayHints(open, everything(open))
      .map(({ position, label }) => ({ offset: open.document.offsetAt(position), label }))
      .sort((a, b) => b.offset - a.offset)
      .reduce((text, { offset, label }) => `${text.slice(0, offset)} «${label}»${text.slice(offset)}`, text)
      .split('\n')
      .filter((line) => line.includes('«'))
      .join('\n')
  }
  expect(hints(words)).toMatchInlineSnapshot(`
    "const lines = env.fromCollection(['a b']) «×2».setParallelism(2)
    const pairs = (s) => s.map((word) => [word, 1]) «Forward ×1»
    const counts = pairs(lines.flatMap((line) => line.split(' ')) «Forward ×1»)
      .keyBy(0) «Forward ×1»
      .sum(1) «ShuffleByKey ×3»
    counts.sink(print()) «Forward ×1»"
  `)
  expect(hints(job('env.fromCollection([1]).map((n) => n).setParallelism(cores / 2)'))).toContain(
    '«default ×cores / 2»',
  )
})

describe('completion', () => {
  const offered = (line: string) => {
    const text = `import { Environment } from 'millrace'\nconst env = new Environment()\nconst numbers = env.fromCollection([1])\nconst keyed = numbers.keyBy((n) => n)\n${line}`
    return completions(openJob(text), text.length)
  }
  const labels = (line: string) => offered(line).map(({ label }) => label)

  test('behind a stream: whole calls and strategies; behind keys also what needs them', () => {
    expect(labels('numbers.')).toMatchInlineSnapshot(`
      [
        "map((record) => record)",
        "flatMap((record) => [record])",
        "filter(() => true)",
        "keyBy(() => 0)",
        "inspect((record) => console.log(record))",
        "union(other)",
        "assignTimestamps(() => Date.now())",
        "asyncMap(async (record) => record)",
        "process({ onRecord(record, _context, out: Collector<unknown>) { out.collect(record) } })",
        "connect(other)",
        "windowJoin(other, { left: () => 0, right: () => 0, window: tumbling(1_000) })",
        "timeWindow(1_000)",
        "forward()",
        "shuffle()",
        "broadcast()",
        "rescale()",
        "roundRobin()",
        "partition((_record, channels) => channels - 1)",
      ]
    `)
    expect(labels('keyed.re').filter((label) => !labels('numbers.').includes(label))).toMatchInlineSnapshot(`
      [
        "reduce((accumulated) => accumulated)",
        "sum(() => 1)",
        "intervalJoin(other, { lower: 0, upper: 1_000 })",
        "window(tumbling(60_000))",
      ]
    `)
    expect(labels('numbers.map((n) => n)\n  .')).toEqual(labels('numbers.'))
    expect(labels('numbers.shuffle().')).toEqual(labels('numbers.'))
    expect(labels('env.')).toMatchInlineSnapshot(`
      [
        "source(generate((index) => index, { count: 100 }))",
        "readTextFile('input.txt')",
        "fromCollection([1, 2, 3])",
        "unconnected()",
      ]
    `)
  })

  test('nothing behind other values, and behind the end of a branch', () => {
    expect(labels('process.')).toEqual([])
    expect(labels('numbers.sink().')).toEqual([])
    expect(labels('numbers')).toEqual([])
  })

  test('the text that was typed is replaced, and arguments are holes to be filled', () => {
    const map = offered('numbers.ma').find(({ filterText }) => filterText === 'map')
    expect(map?.textEdit).toEqual({
      range: { start: { line: 4, character: 8 }, end: { line: 4, character: 10 } },
      newText: ['map($', '{1:(record) => record})'].join(''),
    })
    const join = offered('numbers.').find(({ filterText }) => filterText === 'windowJoin')
    expect(join?.label).toBe('windowJoin(other, { left: () => 0, right: () => 0, window: tumbling(1_000) })')
    // What it calls is imported with it.
    expect(join?.additionalTextEdits).toEqual([
      { range: { start: { line: 0, character: 20 }, end: { line: 0, character: 20 } }, newText: ', tumbling' },
    ])
  })
})

describe('code actions', () => {
  const offered = (text: string, piece: string, known: Parameters<typeof codeActions>[2] = []) => {
    const start = at(text, piece)
    return codeActions(openJob(text), { start, end: start }, known)
  }

  test('an operator is named, and gets a uid, behind its call', () => {
    const actions = offered(words, 'sum(1)')
    expect(actions.map(({ title }) => title)).toEqual([
      'Name this operator: Counts',
      'Give it a uid: counts',
      'Split the chain before it',
    ])
    expect(actions[0].edit?.documentChanges).toMatchInlineSnapshot(`
      [
        {
          "edits": [
            {
              "newText": "
        .name('Counts')",
              "range": {
                "end": {
                  "character": 20,
                  "line": 10,
                },
                "start": {
                  "character": 20,
                  "line": 10,
                },
              },
            },
          ],
          "textDocument": {
            "uri": "file:///jobs/late-flights.flow.ts",
            "version": 1,
          },
        },
      ]
    `)
    expect(offered(words.replace('sum(1)', "sum(1, 'Total').uid('total')"), 'sum(1').map(({ title }) => title)).toEqual(
      ['Split the chain before it'],
    )
  })

  test('a fix is offered where its finding is, as the preferred one', () => {
    const text = words.replace('await ', '')
    const [fix, ...others] = offered(text, "execute('")
    expect(others).toEqual([])
    expect(fix).toMatchObject({ title: 'Insert await', isPreferred: true, diagnostics: diagnostics(openJob(text)) })
    expect(offered(text, 'print }')).toEqual([])
  })

  test('where TypeScript refuses await at the top, the job is renamed', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }
    for (const code of [1309, 1378]) {
      const [rename] = offered(words, 'await', [{ range, message: 'no', code, source: 'ts' }])
      expect(rename.edit?.documentChanges).toEqual([
        { kind: 'rename', oldUri: 'file:///jobs/late-flights.flow.ts', newUri: 'file:///jobs/late-flights.flow.mts' },
      ])
    }
    expect(offered(words, 'await', [{ range, message: 'no', code: 2304, source: 'ts' }])).toEqual([])
  })
})

test('a file that imports no millrace has nothing', () => {
  const open = openJob("import { Environment } from './mine.ts'\nconst env = new Environment()\nenv.source().map()")
  expect([lenses(open), symbols(open), inlayHints(open, everything(open)), diagnostics(open)]).toEqual([[], [], [], []])
  expect(codeActions(open, everything(open), [])).toEqual([])
  expect(completions(open, open.document.getText().indexOf('.source') + 1)).toEqual([])
})

test('while the text is broken, what was said of it stays', () => {
  expect(diagnostics(openJob(job('env.fromCollection([1]).map(')))).toBeUndefined()
})
