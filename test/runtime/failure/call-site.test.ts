import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { callSite, JobError, nearest, userFrame } from '../../../runtime/src/failure/index.ts'

const jobs = fileURLToPath(new URL('../../../.cache/jobs/', import.meta.url))
mkdirSync(jobs, { recursive: true })
const folder = mkdtempSync(join(jobs, 'site-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Types above the call, so that lines differ between the text and what runs. */
const text = `interface Unused {
  readonly nothing: string
}
import { Environment } from 'millrace'
const env = new Environment()
const stream = env.fromCollection([1]).map((n: number) => n)
const { line, column, file } = env.logicalGraph().operator(1).position!
process.stdout.write(JSON.stringify([file, line, column]))
`
const call = [6, text.split('\n')[5].indexOf('.map(') + 2]
const job = join(folder, 'job.ts')
writeFileSync(job, text)

function place(args: string[]): unknown {
  const ran = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  expect(ran.stderr).toBe('')
  return JSON.parse(ran.stdout)
}

describe('an operator knows the line and column of the user’s text that made it', () => {
  it('under tsx', () => {
    expect(place(['--import', 'tsx', job])).toEqual([job, ...call])
  })

  it('in a bundle with a source map', async () => {
    const outfile = join(folder, 'bundle.mjs')
    await build({
      entryPoints: [job],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      sourcemap: true,
    })
    expect(place(['--enable-source-maps', outfile])).toEqual([job, ...call])
  })

  it('here', () => {
    expect(callSite()?.file).toBe(import.meta.filename)
  })
})

describe('the innermost place in the user’s files', () => {
  const at = (...frames: string[]) =>
    userFrame({ stack: ['Error: boom', ...frames.map((f) => `    at ${f}`)].join('\n') })

  it('passes over Node, packages and generated code', () => {
    expect(
      at(
        'JSON.parse (<anonymous>)',
        'node:internal/timers:581:17',
        'parse (/home/u/node_modules/csv/index.js:1:2)',
        'eval (eval at compile (/home/u/x.js:1:1), <anonymous>:3:4)',
        'async Object.fn (file:///home/u/my%20job.flow.ts:7:12)',
        'outer (/home/u/other.ts:1:1)',
      ),
    ).toEqual({ file: '/home/u/my job.flow.ts', line: 7, column: 12 })
  })

  it('reads Windows paths, and frames without a function', () => {
    expect(at('C:\\jobs\\a.flow.ts:3:5')).toEqual({ file: 'C:\\jobs\\a.flow.ts', line: 3, column: 5 })
    expect(at('fn (C:\\jobs\\a (1).flow.ts:3:5)')).toEqual({ file: 'C:\\jobs\\a (1).flow.ts', line: 3, column: 5 })
    expect(at('/home/u/a (1).ts:3:5')).toEqual({ file: '/home/u/a (1).ts', line: 3, column: 5 })
    expect(at('async file:///home/u/a.ts:3:5')).toEqual({ file: '/home/u/a.ts', line: 3, column: 5 })
  })

  it('is not a line of the message', () => {
    expect(userFrame({ stack: 'Error: look at /home/u/a.ts:1:1\n    at fn (/home/u/b.ts:2:3)' })?.file).toBe(
      '/home/u/b.ts',
    )
  })

  it.each([[undefined], [null], ['text'], [{}], [{ stack: 5 }]])('is unknown for %o', (thrown) => {
    expect(userFrame(thrown)).toBeUndefined()
  })
})

describe('nearest', () => {
  it.each([
    ['paralelism', 'parallelism'],
    ['PARALLELISM', 'parallelism'],
    ['limt', 'limit'],
    ['something else', undefined],
    ['', undefined],
  ])('%s: %s', (word, expected) => {
    expect(nearest(word, ['parallelism', 'limit'])).toBe(expected)
  })
})

it('a JobError says operator, instance, place, record and cure', () => {
  const error = new JobError({
    reason: 'user-code',
    message: 'boom',
    cure: 'do not.',
    operatorName: 'Late',
    instance: 1,
    position: { file: 'a.ts', line: 7, column: 2 },
    record: '{ n: 1 }',
  })
  expect(error.message).toMatchInlineSnapshot(`
    "Late[1] at a.ts:7:2: boom
      record: { n: 1 }
      do not."
  `)
})
