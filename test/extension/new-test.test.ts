import { spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryJob } from '../../extension/src/run/index.ts'
import { runnerOf, type TestRunner, testText } from '../../extension/src/templates/test-text.ts'
import { JobFolder } from './run/start.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: JobFolder

beforeEach(() => {
  folder = new JobFolder()
  writeFileSync(join(folder.path, 'package.json'), '{ "type": "module" }')
})
afterEach(() => folder.remove())

const JOB = `import { Environment, print, textFileSink } from 'millrace'
const env = new Environment({ parallelism: 1 })
const flights = env.readTextFile('missing.txt').name('The flights').map((line) => ({ line }))
flights.sink(print())
flights.map(({ line }) => line).sink(textFileSink('out')).name('Lines')
await env.execute('flights')
`
const records = "[\n        'ORD',\n        'it\\'s \"late\"',\n      ]"

async function write(runner: TestRunner, expectAlso = ''): Promise<string> {
  const settings = folder.job('flights', JOB)
  const sinks = await tryJob(settings, { 'The flights': records }, undefined)
  const text = testText(
    {
      file: 'flights.flow.ts',
      sources: [{ name: 'The flights', records }],
      sinks: sinks!.map(({ name, count, records }) => ({
        name,
        count,
        records: `[${records.map(({ text }) => text).join(', ')}${expectAlso}]`,
      })),
    },
    runner,
  )
  writeFileSync(join(folder.path, 'flights.flow.test.ts'), text)
  return text
}

test('records for a source, and what came of them, are a test', async () => {
  expect(await write('vitest')).toMatchInlineSnapshot(`
    "import { join } from 'node:path'
    import { testJob } from 'millrace/testing'
    import { expect, test } from 'vitest'

    test('flights: what comes to the sinks', async () => {
      const { sinks } = await testJob(join(import.meta.dirname, 'flights.flow.ts'), {
        sources: {
          'The flights': [
            'ORD',
            'it\\'s "late"',
          ],
        },
      })
      expect(sinks['Print']).toEqual([{"line":"ORD"}, {"line":"it's \\"late\\""}])
      expect(sinks['Lines']).toEqual(["ORD", "it's \\"late\\""])
    })
    "
  `)
})

const outcome = (args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8' })
  return { passed: status === 0, printed: stdout + stderr }
}

// The written test starts a process: more than the 5 s of Vitest on a machine that is busy.
const vitest = ['vitest/vitest.mjs', 'run', '--root', '.', '--testTimeout=60000']

test('the test runs with vitest, and fails where something else comes', async () => {
  symlinkSync(join(root, 'node_modules/vitest'), join(folder.path, 'node_modules/vitest'))
  const [entry, ...args] = vitest
  const command = [join(root, 'node_modules', entry), ...args]
  await write('vitest')
  expect(outcome(command)).toMatchObject({ passed: true, printed: expect.stringContaining('1 passed') })
  await write('vitest', ', 1')
  expect(outcome(command)).toMatchObject({ passed: false })
})

test('the test runs with the runner of Node, and fails where something else comes', async () => {
  const command = ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), '--test', 'flights.flow.test.ts']
  await write('node')
  expect(outcome(command)).toMatchObject({ passed: true })
  await write('node', ', 1')
  expect(outcome(command)).toMatchObject({ passed: false })
})

test('a job that does not do the same twice has no expectation, and one that fails says why', async () => {
  const random = folder.job('random', JOB.replace('({ line })', '({ line, at: Math.random() })'))
  expect(await tryJob(random, { 'The flights': records }, undefined)).toBeUndefined()
  const failing = folder.job('failing', JOB.replace('({ line })', '{ throw new Error("no") }'))
  await expect(tryJob(failing, { 'The flights': records }, undefined)).rejects.toThrow(/no/)
})

test('a project that has vitest gets a test for vitest, any other one for Node', () => {
  expect(runnerOf([undefined, '{"devDependencies":{"vitest":"4.1.12"}}'])).toBe('vitest')
  expect(runnerOf([undefined, '{', '{"devDependencies":{"jest":"1"}}'])).toBe('node')
})
