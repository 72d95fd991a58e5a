import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus, corpusFiles, root, runAll } from './job-files.ts'

const textOf = (file: string) => readFileSync(join(root, file), 'utf8')
/** The one job that is kept from running. */
const REFUSED = 'test/corpus/unconnected.flow.ts'

describe('the corpus is made of jobs as people write them', () => {
  it('there are at least 60, of 20 to 300 lines, eight of them with what cannot be read', () => {
    expect(corpusFiles.length).toBeGreaterThanOrEqual(60)
    expect(corpusFiles.filter((file) => basename(file).startsWith('opaque-')).length).toBeGreaterThanOrEqual(8)
    const lengths = corpusFiles.map((file) => [file, textOf(file).split('\n').length] as const)
    expect(lengths.filter(([, lines]) => lines < 20 || lines > 300)).toEqual([])
  })

  it('each says in a comment at its top what it shows', () => {
    const head = (file: string) => textOf(file).slice(0, textOf(file).indexOf('const env'))
    expect(corpusFiles.filter((file) => !/\/\*|\/\//.test(head(file)))).toEqual([])
  })

  it('tabs, line endings, a byte order mark and missing line ends are still what they were', () => {
    const bytes = (name: string) => textOf(`test/corpus/${name}.flow.ts`)
    expect(bytes('tabs')).toContain('\n\t.keyBy')
    expect(bytes('crlf').replaceAll('\r\n', '')).not.toContain('\n')
    expect(bytes('mixed-line-endings')).toMatch(/^\ufeff.*\r\n.*[^\r]\n.*[^\n]$/s)
    expect(bytes('comment-hazards')).toMatch(/\*\/$/)
  })

  it('all of them type-check', () => {
    const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', corpus, '--listFiles'], { encoding: 'utf8' })
    const lines = stdout.split('\n')
    expect(lines.filter((line) => line.includes('error TS'))).toEqual([])
    expect(status).toBe(0)
    expect(lines.filter((line) => /test\/corpus\/[^/]+\.flow\.m?ts$/.test(line))).toHaveLength(corpusFiles.length)
  }, 60_000)

  it('all of them run to their end, but the one with an open input', async () => {
    const outcomes = await runAll(corpusFiles)
    const refused = outcomes.filter(({ error }) => error !== undefined)
    expect(refused.map(({ file, error }) => [file, error?.split('\n')[0].replace(root, '')])).toMatchInlineSnapshot(`
      [
        [
          "test/corpus/unconnected.flow.ts",
          "Late at test/corpus/unconnected.flow.ts:13:4: Late has no input",
        ],
      ]
    `)
    const bad = outcomes
      .filter(({ file }) => file !== REFUSED)
      .filter(({ states = [] }) => states.length === 0 || !states.every((state) => state.endsWith(': finished')))
    expect(bad).toEqual([])
  }, 120_000)

  it('they do so on the command line too', () => {
    const run = (name: string) => {
      const command = [join(root, 'runtime', 'bin', 'millrace.js'), 'run', join(corpus, name)]
      return spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 60_000 })
    }
    expect(run('several-environments.flow.ts')).toMatchObject({ status: 0, stderr: '' })
    expect(run('crlf.flow.ts')).toMatchObject({ status: 0, stderr: '' })
    const refused = run('unconnected.flow.ts')
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('Late has no input')
  }, 60_000)
})
