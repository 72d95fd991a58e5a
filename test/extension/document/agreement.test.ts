import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { completed, drawn, knownPart, physical, placeInText, placeOf } from './agreement.ts'
import { graphFromText } from './graph-from-text.ts'
import { type BuiltJob, corpusFiles, graphsByRunning, root, sampleFiles } from './job-files.ts'

/** Files whose text is not read yet as running them builds it. */
const NOT_YET: readonly string[] = [
  'samples/custom-source-and-sink.flow.ts',
  'samples/dead-letters.flow.ts',
  'samples/flights.flow.ts',
  'samples/late-flights.flow.ts',
  'test/corpus/aliased-import.flow.ts',
  'test/corpus/as-const.flow.ts',
  'test/corpus/async-map.flow.ts',
  'test/corpus/bare-statements.flow.ts',
  'test/corpus/custom-sink.flow.ts',
  'test/corpus/custom-source.flow.ts',
  'test/corpus/dead-letters.flow.ts',
  'test/corpus/destructured-config.flow.ts',
  'test/corpus/enums-and-types.flow.ts',
  'test/corpus/exported-job.flow.ts',
  'test/corpus/file-sources.flow.ts',
  'test/corpus/forks.flow.ts',
  'test/corpus/fraud.flow.ts',
  'test/corpus/game-leaderboard.flow.ts',
  'test/corpus/helper-calls-helper.flow.ts',
  'test/corpus/helper-environment.flow.ts',
  'test/corpus/helper-forms.flow.ts',
  'test/corpus/helper-makes-environment.flow.ts',
  'test/corpus/helper-two-streams.flow.ts',
  'test/corpus/helper-with-arguments.flow.ts',
  'test/corpus/helpers.flow.ts',
  'test/corpus/iife.flow.ts',
  'test/corpus/in-main.flow.ts',
  'test/corpus/let-assigned-later.flow.ts',
  'test/corpus/let-reassigned.flow.ts',
  'test/corpus/long-lines.flow.ts',
  'test/corpus/measurements.flow.mts',
  'test/corpus/names-from-constants.flow.ts',
  'test/corpus/namespace-import.flow.ts',
  'test/corpus/odd-literals.flow.ts',
  'test/corpus/opaque-async-builders.flow.ts',
  'test/corpus/opaque-class-fields.flow.ts',
  'test/corpus/opaque-computed-calls.flow.ts',
  'test/corpus/opaque-conditionals.flow.ts',
  'test/corpus/opaque-containers.flow.ts',
  'test/corpus/opaque-early-return.flow.ts',
  'test/corpus/opaque-higher-order.flow.ts',
  'test/corpus/opaque-loops.flow.ts',
  'test/corpus/opaque-mixed-with-plain.flow.ts',
  'test/corpus/opaque-other-module.flow.ts',
  'test/corpus/opaque-recursion.flow.ts',
  'test/corpus/opaque-returned-objects.flow.ts',
  'test/corpus/opaque-unknown-environment.flow.ts',
  'test/corpus/parallelism-constants.flow.ts',
  'test/corpus/parallelism-expressions.flow.ts',
  'test/corpus/parallelism-parameter.flow.ts',
  'test/corpus/satisfies.flow.ts',
  'test/corpus/several-environments.flow.ts',
  'test/corpus/several-jobs-in-functions.flow.ts',
  'test/corpus/shadowed-names.flow.ts',
  'test/corpus/tags-in-objects.flow.ts',
  'test/corpus/telemetry.flow.ts',
  'test/corpus/trailing-commas.flow.ts',
  'test/corpus/two-jobs.flow.mts',
  'test/corpus/web-shop.flow.ts',
]

const isOpaque = (file: string) => file.includes('/opaque-')
const compared = [...sampleFiles, ...corpusFiles].filter((file) => !NOT_YET.includes(file))
const plain = compared.filter((file) => !isOpaque(file))
const opaque = compared.filter(isOpaque)
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

let built: Map<string, readonly BuiltJob[]>
beforeAll(async () => {
  built = await graphsByRunning([...sampleFiles, ...corpusFiles])
}, 60_000)

/** Both views of each job of a file. */
function jobsOf(file: string) {
  const jobs = built.get(file)!
  const texts = graphFromText(textOf(file))
  expect(texts).toHaveLength(jobs.length)
  return jobs.map((job, index) => ({ job, text: texts[index] }))
}

describe('the text says what running it builds', () => {
  it('every file that is said not to agree exists', () => {
    expect([...sampleFiles, ...corpusFiles]).toEqual(expect.arrayContaining([...NOT_YET]))
  })

  it.each(plain)('%s: operators and edges', (file) => {
    for (const { job, text } of jobsOf(file)) {
      const { operators, edges } = completed(text, job)
      expect(text.operators.filter((operator) => operator.opaque)).toEqual([])
      expect(drawn(operators, edges)).toBe(drawn(job.graph.operators, job.graph.edges))
    }
  })

  it.each(plain)('%s: instances, chains and channels', (file) => {
    for (const { job, text } of jobsOf(file)) {
      expect(physical(completed(text, job), job)).toBe(physical(job.graph, job))
    }
  })

  it.each(plain)('%s: every operator has the place at which it was made', (file) => {
    for (const { job, text } of jobsOf(file)) {
      expect(text.operators.map(({ offset }) => placeInText(textOf(file), offset))).toEqual(
        job.graph.operators.map((operator) => placeOf(operator, file)),
      )
    }
  })

  it.each(opaque)('%s: what is known beside opaque nodes', (file) => {
    for (const { job, text } of jobsOf(file)) {
      const { fromText, fromRun } = knownPart(textOf(file), file, text, job)
      expect(fromText).toBe(fromRun)
      expect(text.operators.some((operator) => !operator.opaque)).toBe(true)
      expect(text.operators.some((operator) => operator.opaque)).toBe(true)
    }
  })
})

describe('what is compared is what the command line prints', () => {
  const graph = (file: string, ...args: string[]) => {
    const command = [
      join(root, 'runtime', 'bin', 'millrace.js'),
      'graph',
      join(root, file),
      '--format',
      'json',
      ...args,
    ]
    return spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 30_000 }).stdout
  }

  it.each(['samples/fork-and-union.flow.ts', 'test/corpus/telemetry.flow.ts'])('%s', (file) => {
    const [job] = built.get(file)!
    expect(JSON.parse(graph(file))).toEqual(job.graph)
    const printed = JSON.parse(graph(file, '--physical'))
    expect(printed).toEqual(JSON.parse(physical(job.graph, job, printed.buildTime)))
  })
})
