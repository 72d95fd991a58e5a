import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outline } from '../../extension/src/diagram/index.ts'
import { parse } from '../../extension/src/document/index.ts'
import { aboutSample } from '../../extension/src/templates/samples.ts'
import { endingIn, JOB_NAME, named, templates } from '../../extension/src/templates/templates.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const packed = join(root, 'extension/templates')
const textOf = (file: string) => readFileSync(join(packed, file), 'utf8')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-templates-'))
  cpSync(packed, folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every job of the folder is a template, and what a template reads is there', () => {
  const files = readdirSync(packed)
  expect(files.filter((name) => name.endsWith('.flow.ts')).sort()).toEqual(templates.map(({ file }) => file).sort())
  for (const { reads } of templates) if (reads) expect(files).toContain(reads)
})

test('every template type-checks', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', packed], { encoding: 'utf8' })
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
})

describe.for(templates)('$title', ({ file, name }) => {
  test('the diagram shows all of it: nothing is opaque, nothing is left out', () => {
    const model = parse(textOf(file))
    expect(model.operators.filter(({ kind }) => kind === 'opaque')).toEqual([])
    expect({ unread: model.unread, syntaxError: model.syntaxError }).toEqual({ unread: [], syntaxError: undefined })
    expect(outline(model).length).toBe(model.operators.length)
  })

  test('it runs to its end, under the name that its file gets, and prints something', () => {
    expect(JOB_NAME.test(name)).toBe(true)
    const renamed = named(textOf(file), "the-miller's $& job")
    expect(parse(renamed).environments[0].name).toBe("the-miller's $& job")
    const millrace = join(root, 'runtime/bin/millrace.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [millrace, 'run', join(folder, file)], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.split('\n').length).toBeGreaterThan(2)
  })
})

test('a new job is .mts exactly where .ts files are no modules', () => {
  expect([undefined, '{"type":"module"}', '{}', '{"type":"commonjs"}', 'not json'].map(endingIn)).toEqual([
    ...['.flow.ts', '.flow.ts'],
    ...['.flow.mts', '.flow.mts', '.flow.mts'],
  ])
})

test('a sample is described by the first sentence of its first comment, and comes with the data that it reads', () => {
  const about = (name: string) => aboutSample(readFileSync(join(root, 'samples', `${name}.flow.ts`), 'utf8'))
  expect(about('silent-sensors')).toEqual({
    says: 'Timers: says when a sensor has been silent for ten seconds, and when it is back.',
    reads: [],
  })
  expect(about('sessions').reads).toEqual(['data/visits.jsonl'])
})

test('every sample says what it shows', () => {
  const samples = readdirSync(join(root, 'samples')).filter((name) => name.endsWith('.flow.ts'))
  const silent = samples.filter((name) => aboutSample(readFileSync(join(root, 'samples', name), 'utf8')).says === '')
  expect(silent).toEqual([])
})

test('the outline has groups with what is in them, in the order of the text', () => {
  const model = parse(`import { type DataStream, Environment, print } from 'millrace'
const trimmed = (lines: DataStream<string>) => lines.map((line) => line.trim())
const clean = (lines: DataStream<string>) => trimmed(lines).filter((line) => line !== '')
const env = new Environment()
clean(env.fromCollection(['a'])).sink(print())
await env.execute('groups')
`)
  const lines = (entries: ReturnType<typeof outline>, indent = ''): string[] =>
    entries.flatMap(({ name, children }) => [indent + name, ...lines([...children], `${indent}  `)])
  expect(lines(outline(model)).join('\n')).toMatchInlineSnapshot(`
    "Source
    clean
      trimmed
        Map
      Filter
    Print"
  `)
})
