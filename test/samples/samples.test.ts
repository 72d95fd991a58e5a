import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { airports, lateFlights } from './flights-by-hand.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const samples = join(root, 'samples')
const millrace = join(root, 'runtime', 'bin', 'millrace.js')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-samples-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [millrace, 'run', join(samples, name), ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, stderr, lines: stdout.split('\n').slice(0, -1) }
}

describe('every sample runs and prints what it says', () => {
  const tested = [
    'hello.flow.ts',
    'word-count.flow.ts',
    'partition-strategies.flow.ts',
    'fork-and-union.flow.ts',
    'custom-source-and-sink.flow.ts',
    'follow-file.flow.ts',
    'failing.flow.ts',
    'flights.flow.ts',
    'late-flights.flow.ts',
    'sessions.flow.ts',
    'window-join.flow.ts',
    'silent-sensors.flow.ts',
    'dead-letters.flow.ts',
  ]

  it('there is no sample without a test', () => {
    const files = readdirSync(samples).filter((file) => file.endsWith('.flow.ts'))
    expect(files.sort()).toEqual(tested.sort())
  })

  it('hello', () => {
    expect(run('hello.flow.ts')).toEqual({ status: 0, stderr: '', lines: ['Hello!', 'world!'] })
  })

  it('late flights: as many in each hour and airport as a loop over the file counts', async () => {
    const { status, stderr, lines } = run('late-flights.flow.ts', '--set', 'limit=500')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const hours = lines.slice(1).map((line) => line.split(/ {2,}/))
    const expected = await lateFlights()
    expect(hours.map(([hour]) => expected.get(hour))).toEqual(hours.map(([, flights]) => Number(flights)))
    const most = [...expected.values()].sort((a, b) => b - a).slice(0, 500)
    expect(hours.map(([, flights]) => Number(flights))).toEqual(most)
    // Three million flights, twice.
  }, 120_000)

  it('sessions: what each visitor read in one go, also where visits come out of order', () => {
    const { status, lines } = run('sessions.flow.ts')
    expect(status).toBe(0)
    expect(lines.sort()).toEqual([
      'ann: 1 page in 0 s',
      'ann: 5 pages in 185 s',
      'bob: 2 pages in 15 s',
      'bob: 2 pages in 4 s',
      'cy: 1 page in 0 s',
      'cy: 1 page in 0 s',
    ])
  })

  it('window join: orders and payments of the same customer and minute', () => {
    expect(run('window-join.flow.ts')).toEqual({
      status: 0,
      stderr: '',
      lines: ['ann paid 12 for flour', 'ann paid 7 for oats'],
    })
  })

  it('silent sensors: each silence is told of once, and its end', () => {
    const { status, lines } = run('silent-sensors.flow.ts')
    expect(status).toBe(0)
    expect(lines.filter((line) => line.includes('wheel'))).toEqual([
      '19 s: wheel is silent since 9 s',
      '25 s: wheel is back',
      '43 s: wheel is silent since 33 s',
    ])
    expect(lines.filter((line) => line.includes('sluice'))).toEqual(['40 s: sluice is silent since 30 s'])
  })

  it('dead letters: what cannot be read is told, and the rest is counted', () => {
    const { status, stderr, lines } = run('dead-letters.flow.ts')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(lines.sort()).toEqual(['3 sacks of rye', '7 sacks of rye', 'Parse could not read {"grain": "oats", "sacks"'])
  })

  it('word count: the last count of each word is how often it stands in the text', () => {
    const { status, lines } = run('word-count.flow.ts')
    expect(status).toBe(0)
    const text = readFileSync(join(samples, 'data', 'the-mill.txt'), 'utf8').toLowerCase()
    const expected = new Map<string, number>()
    for (const word of text.match(/[a-z]+/g)!) expected.set(word, (expected.get(word) ?? 0) + 1)
    const counted = new Map<string, number>()
    for (const [word, count] of lines.map((line) => line.match(/^\[ '(\w+)', (\d+) \]$/)!.slice(1))) {
      expect(Number(count)).toBe((counted.get(word) ?? 0) + 1)
      counted.set(word, Number(count))
    }
    expect(counted).toEqual(expected)
    expect(lines.length).toBe(text.match(/[a-z]+/g)!.length)
  })

  it('partition strategies: every record goes where its strategy sends it', () => {
    const { status, lines } = run('partition-strategies.flow.ts', '--prefix')
    expect(status).toBe(0)
    const got = (strategy: string) => lines.filter((line) => line.includes(` ${strategy} `)).sort()
    expect(got('forward')).toEqual(
      [0, 2, 4].map((n) => `Inspect[0] forward ${n}`).concat([1, 3, 5].map((n) => `Inspect[1] forward ${n}`)),
    )
    expect(got('broadcast')).toEqual(
      [0, 1, 2].flatMap((i) => [0, 1, 2, 3, 4, 5].map((n) => `Inspect[${i}] broadcast ${n}`)),
    )
    expect(got('roundRobin')).toHaveLength(6)
    expect(got('roundRobin')).toContain('Inspect[0] roundRobin 0')
    expect(got('roundRobin')).toContain('Inspect[0] roundRobin 1')
    expect(got('rescale').map((line) => line.replace(/\D+(\d)\D+(\d)/, '$1:$2'))).toEqual([
      '0:0',
      '0:4',
      '1:2',
      '2:1',
      '2:5',
      '3:3',
    ])
    expect(got('partition').map((line) => line.replace(/\D+(\d)\D+(\d)/, '$1:$2'))).toEqual([
      '0:0',
      '0:3',
      '1:1',
      '1:4',
      '2:0',
      '2:2',
      '2:5',
    ])
    expect(got('shuffle')).toHaveLength(6)
    expect(
      got('keyBy')
        .map((line) => Number(line.split(' ').at(-1)))
        .sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 4, 6, 9])
  })

  it('fork and union', () => {
    const { status, lines } = run('fork-and-union.flow.ts')
    expect(status).toBe(0)
    expect(lines.sort()).toEqual(['attic is hot', 'roof is cold', 'roof is hot'])
  })

  it('custom source and sink', () => {
    expect(run('custom-source-and-sink.flow.ts')).toMatchObject({ status: 0, lines: ['the sum is 500500'] })
  })

  it('a job that fails ends with the operator, the place and the record', () => {
    const { status, lines, stderr } = run('failing.flow.ts')
    expect(status).toBe(1)
    expect(lines).toEqual(['10', '20'])
    expect(stderr).toMatch(/error: Parse\[0\]: SyntaxError: .*\n {2}at .*failing\.flow\.ts:8:23\n/)
    expect(stderr).toContain(`record: '{"n": 3'`)
  })

  it('a followed file: lines that are appended are counted, until the job is stopped', async () => {
    const file = join(folder, 'app.log')
    writeFileSync(file, 'INFO one\nWARN two\n')
    const child = spawn(process.execPath, [
      millrace,
      'run',
      join(samples, 'follow-file.flow.ts'),
      '--set',
      `file=${file}`,
    ])
    let stdout = ''
    const printed = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => stdout.includes(text) && resolve()
        child.stdout.on('data', look)
        look()
      })
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    await printed('WARN 1\n')
    appendFileSync(file, 'INFO three\n')
    await printed('INFO 2\n')
    const closed = new Promise((resolve) => child.on('close', resolve))
    child.kill('SIGINT')
    expect(await closed, stderr).toBe(130)
    expect(stdout).toBe('INFO 1\nWARN 1\nINFO 2\n')
  })

  it('flights: all airports have the figures that were computed apart from the runtime', async () => {
    const expected = await airports()
    const { status, lines } = run('flights.flow.ts', '--set', 'limit=1000')
    expect(status).toBe(0)
    expect(lines[0].split(/\s+/)).toEqual(['airport', 'flights', 'mean', 'delay'])
    expect(lines[1].split(/\s+/)).toEqual(['ORD', '166341', '9.2737'])
    const rows = lines.slice(1).map((line) => line.split(/\s+/))
    expect(rows).toHaveLength(229)
    for (const [airport, flights, mean] of rows) {
      const { flights: count, delay } = expected.get(airport)!
      expect(Number(flights)).toBe(count)
      expect(Number(mean)).toBeCloseTo(delay / count, 4)
    }
  })
})

describe('a job runs the same in three ways, from three working directories', () => {
  const expected = ['attic is hot', 'roof is cold', 'roof is hot']
  const output = (args: string[], cwd: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 60_000 })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    return stdout.split('\n').slice(0, -1).sort()
  }
  const file = join(samples, 'fork-and-union.flow.ts')

  it.each([
    ['the samples', samples],
    ['the root', root],
    ['elsewhere', tmpdir()],
  ])('from %s', async (_name, cwd) => {
    expect(output([millrace, 'run', file], cwd)).toEqual(expected)
    expect(output(['--import', import.meta.resolve('tsx'), file], cwd)).toEqual(expected)
    const built = join(root, '.cache', 'built', 'fork-and-union.mjs')
    await build({
      entryPoints: [file],
      outfile: built,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
    })
    expect(output([built], cwd)).toEqual(expected)
  })
})
