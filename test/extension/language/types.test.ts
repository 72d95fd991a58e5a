import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from '../../../extension/src/document/index.ts'
import type { DraftQuestion } from '../../../extension/src/language/types/draft.ts'
import { placesOf } from '../../../extension/src/language/types/places.ts'
import { Projects } from '../../../extension/src/language/types/projects.ts'

const ownFolder = fileURLToPath(new URL('../../..', import.meta.url))
const libFolder = dirname(createRequire(import.meta.url).resolve('typescript'))

let folder: string
beforeAll(() => {
  // No `node_modules` above it: the runtime's declarations are the extension's own.
  folder = mkdtempSync(join(tmpdir(), 'millrace-types-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `operator: short form`, and `source -> target: short form`, of a job in a document that is not saved. */
function drawn(projects: Projects, path: string, text: string, version = 1): string {
  const model = parse(text)
  projects.open(path, { version, text })
  const types = projects.types(path, placesOf(model), () => false)!
  return [
    ...model.operators.map(({ name }, id) => `${name}: ${types.operators[id]?.short ?? '-'}`),
    ...model.edges.map(({ id, source, target }) => {
      return `${model.operators[source].name} -> ${model.operators[target].name}: ${types.edges[id]?.short ?? '-'}`
    }),
  ].join('\n')
}

const windows = `import { Environment, print, outputTag, tumbling } from 'millrace'
interface Flight { origin: string; delay: number; at: number }
const env = new Environment()
const late = outputTag<Flight>('late')
const flights = env.fromCollection<Flight>([]).assignTimestamps((f) => f.at)
const counts = flights.map((f) => ({ origin: f.origin, delay: f.delay })).keyBy('origin').reduce((a, b) => ({ origin: a.origin, delay: a.delay + b.delay }))
const windows = flights.keyBy((f) => f.origin).window(tumbling(10)).lateTo(late).count()
windows.sideOutput(late).map((f) => f.delay).sink(print())
flights.windowJoin(flights.filter((f) => f.delay > 3), { left: (f) => f.origin, right: (f) => f.origin, window: tumbling(5) }).sink(print())
counts.union(counts.shuffle()).map((c) => [c.origin, c.delay] as [string, number]).sink(print())
`

describe('the record types of a job come from the checker', () => {
  test('of every operator and every edge, also of side outputs, unions and joins', () => {
    const projects = new Projects({ libFolder, ownFolder })
    expect(drawn(projects, join(folder, 'windows.flow.ts'), windows)).toMatchInlineSnapshot(`
      "Source: Flight
      Timestamps: Flight
      Map: { origin: string; delay: number }
      KeyBy: { origin: string; delay: number }
      Reduce: { origin: string; delay: number }
      KeyBy: Flight
      Window: [string, number]
      Map: number
      Print: -
      Filter: Flight
      KeyBy: Flight
      KeyBy: Flight
      WindowJoin: [Flight, Flight]
      Print: -
      Union: { origin: string; delay: number }
      Map: [string, number]
      Print: -
      Source -> Timestamps: Flight
      Timestamps -> Map: Flight
      Map -> KeyBy: { origin: string; delay: number }
      KeyBy -> Reduce: { origin: string; delay: number }
      Timestamps -> KeyBy: Flight
      KeyBy -> Window: Flight
      Window -> Map: Flight
      Map -> Print: number
      Timestamps -> Filter: Flight
      Timestamps -> KeyBy: Flight
      Filter -> KeyBy: Flight
      KeyBy -> WindowJoin: Flight
      KeyBy -> WindowJoin: Flight
      WindowJoin -> Print: [Flight, Flight]
      Reduce -> Union: { origin: string; delay: number }
      Reduce -> Union: { origin: string; delay: number }
      Union -> Map: { origin: string; delay: number }
      Map -> Print: [string, number]"
    `)
  })

  test('a name is written in full as its properties, and long types are cut', () => {
    const path = join(folder, 'forms.flow.ts')
    const text = `import { Environment } from 'millrace'
      interface Flight { origin: string; delay?: number; 'of day': Date }
      const wide = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6 }
      const env = new Environment()
      env.fromCollection<Flight>([]).map(() => wide).map(() => new Date()).map((): 'a' | 'b' => 'a')`
    const projects = new Projects({ libFolder, ownFolder })
    projects.open(path, { version: 1, text })
    expect(projects.types(path, placesOf(parse(text)), () => false)!.operators).toMatchInlineSnapshot(`
      [
        {
          "full": "{ origin: string; delay?: number | undefined; "of day": Date }",
          "short": "Flight",
        },
        {
          "full": "{ first: number; second: number; third: number; fourth: number; fifth: number; sixth: number }",
          "short": "{ first: number; second: number; third: number; fourth: num…",
        },
        {
          "full": "Date",
          "short": "Date",
        },
        {
          "full": "string",
          "short": "string",
        },
      ]
    `)
  })

  test('an edit, and an edit of an open file that is imported, change them', () => {
    const projects = new Projects({ libFolder, ownFolder })
    const path = join(folder, 'job.flow.ts')
    const text = `import { Environment } from 'millrace'\nimport { read } from './read.ts'\nnew Environment().fromCollection([1]).map(read)`
    projects.open(join(folder, 'read.ts'), { version: 1, text: 'export const read = (n: number) => n' })
    expect(drawn(projects, path, text)).toContain('Map: number')
    projects.open(join(folder, 'read.ts'), { version: 2, text: 'export const read = (n: number) => String(n)' })
    expect(drawn(projects, path, text)).toContain('Map: string')
    expect(drawn(projects, path, text.replace('[1]).map(read)', '[[1]])'), 2)).toContain('Source: number[]')
  })

  test('files on the disk are read again when they have changed', () => {
    const projects = new Projects({ libFolder, ownFolder })
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    const path = join(inner, 'disk.flow.ts')
    const text = `import { Environment } from 'millrace'\nimport { read } from './disk.ts'\nnew Environment().fromCollection([1]).map(read)`
    expect(drawn(projects, path, text)).not.toMatch(/^Map: number$/m)
    writeFileSync(join(inner, 'disk.ts'), 'export const read = (n: number) => n')
    projects.changed([join(inner, 'disk.ts')], true)
    expect(drawn(projects, path, text)).toContain('Map: number')
    writeFileSync(join(inner, 'disk.ts'), 'export const read = (n: number) => String(n)')
    projects.changed([join(inner, 'disk.ts')], false)
    expect(drawn(projects, path, text)).toContain('Map: string')
    writeFileSync(join(inner, 'tsconfig.json'), '{ "compilerOptions": { "strictNullChecks": false } }')
    projects.changed([join(inner, 'tsconfig.json')], true)
    expect(drawn(projects, path, text.replace('map(read)', 'map((n): number | null => n)'), 2)).toContain(
      'Map: number\n',
    )
  })

  test('a request that is superseded while it is answered has no answer', () => {
    const projects = new Projects({ libFolder, ownFolder })
    const path = join(folder, 'windows.flow.ts')
    projects.open(path, { version: 1, text: windows })
    let asked = 0
    expect(projects.types(path, placesOf(parse(windows)), () => ++asked === 3)).toBeUndefined()
    expect(asked).toBe(3)
  })
})

describe('a draft of an argument', () => {
  const text = `import { Environment } from 'millrace'
const env = new Environment()
env.fromCollection([{ origin: 'LAX', delay: 3 }]).map((f) => f.delay).sink()`

  const projects = new Projects({ libFolder, ownFolder })

  function ask(draft: string, question: DraftQuestion) {
    const path = join(folder, 'draft.flow.ts')
    const model = parse(text)
    projects.open(path, { version: 1, text })
    const { range } = model.operators[1].arguments[0]
    const answer = projects.draft(path, { range, before: '', text: draft, behind: '' }, question)
    // The document is what it was.
    expect(projects.types(path, placesOf(model), () => false)?.operators[1]?.short).toBe('number')
    return answer
  }

  test('is checked as if it stood in the text, and only errors inside of it are told', () => {
    expect(ask('(flight) => flight.dealy + 1', { about: 'check' })).toMatchInlineSnapshot(`
      {
        "problems": [
          {
            "message": "Property 'dealy' does not exist on type '{ origin: string; delay: number; }'. Did you mean 'delay'?",
            "range": {
              "length": 5,
              "offset": 19,
            },
          },
        ],
      }
    `)
    expect(ask('(flight) => flight.delay +', { about: 'check' })).toMatchInlineSnapshot(`
      {
        "problems": [
          {
            "message": "Expression expected.",
            "range": {
              "length": 1,
              "offset": 26,
            },
          },
        ],
      }
    `)
    expect(ask('(flight) => flight.origin', { about: 'check' })).toEqual({ problems: [] })
  })

  test('has hovers and completions', () => {
    const draft = '(flight) => flight.'
    expect(ask(draft, { about: 'hover', offset: draft.indexOf('flight.') })).toMatchInlineSnapshot(`
      {
        "hover": {
          "range": {
            "length": 6,
            "offset": 12,
          },
          "text": "(parameter) flight: {
          origin: string;
          delay: number;
      }",
        },
      }
    `)
    expect(ask('() => 1', { about: 'hover', offset: 6 })).toEqual({ hover: null })
    expect(ask(draft, { about: 'complete', offset: draft.length })).toMatchInlineSnapshot(`
      {
        "completions": [
          {
            "kind": "property",
            "label": "delay",
          },
          {
            "kind": "property",
            "label": "origin",
          },
        ],
      }
    `)
  })
})
