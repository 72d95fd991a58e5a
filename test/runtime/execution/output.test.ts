import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What the command line prints of a job, with the instance in front of each line. */
function prefixed(body: string): string[] {
  const base = join(root, '.cache', 'jobs')
  mkdirSync(base, { recursive: true })
  const folder = mkdtempSync(join(base, 'output-'))
  try {
    const file = join(folder, 'job.flow.mts')
    writeFileSync(
      file,
      `import { Environment, print } from 'millrace'\nconst env = new Environment({ threads: 2, parallelism: 2 })\n${body}\nawait env.execute('output')\n`,
    )
    const ran = spawnSync(process.execPath, [join(root, 'runtime', 'bin', 'millrace.js'), 'run', file, '--prefix'], {
      encoding: 'utf8',
    })
    expect(ran.stderr).toBe('')
    return ran.stdout.split('\n').slice(0, -1).sort()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it('a line carries the operator that printed it and its instance, wherever in a chain that is', () => {
  const lines = prefixed(`
env.fromCollection(['a', 'b'])
  .map((x) => { console.log('map', x); return x })
  .flatMap(function* (x) { console.log('before', x); yield x; console.log('after', x) }, 'Twice')
  .filter((x) => { process.stdout.write('filter ' + x + '\\n'); return true })
  .inspect((x) => console.log('inspect', x))
  .map((x) => { console.log('last', x); return x }, 'Last')
  .sink(print())`)
  expect(lines).toEqual([
    'Filter[0] filter a',
    'Filter[1] filter b',
    'Inspect[0] inspect a',
    'Inspect[1] inspect b',
    'Last[0] last a',
    'Last[1] last b',
    'Map[0] map a',
    'Map[1] map b',
    'Print[0] a',
    'Print[1] b',
    'Twice[0] after a',
    'Twice[0] before a',
    'Twice[1] after b',
    'Twice[1] before b',
  ])
})

it('what the module prints while it is imported appears once, at any number of threads', () => {
  expect(
    prefixed("console.log('top level')\nenv.fromCollection([1]).sink()\nenv.printLogicalGraph()").filter((line) =>
      /top level|Logical/.test(line),
    ),
  ).toEqual(['===== Logical Dataflow Graph =====', 'top level'])
})
