import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { completed, drawn, knownPart, physical, placeInText, placeOf } from './agreement.ts'
import { graphFromText } from './graph-from-text.ts'
import { type BuiltJob, corpusFiles, graphsByRunning, root, sampleFiles } from './job-files.ts'

/** Files whose text is not read yet as running them builds it. */
const NOT_YET: readonly string[] = []

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
      // Of a job whose Environment is not known, it is the parallelism that is open.
      expect(text.operators.some(({ opaque, unknown }) => opaque || unknown?.includes('parallelism'))).toBe(true)
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
