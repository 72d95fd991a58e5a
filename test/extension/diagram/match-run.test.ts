import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { matchRun, type RunGraph } from '../../../extension/src/diagram/index.ts'
import { graphOf, type JobModel, parse } from '../../../extension/src/document/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const job = (body: string) => `import { Environment, print } from 'millrace'
const env = new Environment()
${body}
await env.execute('job')
`

const runOf = (model: JobModel, environment = 0) => graphOf(model, environment).graph.toJSON() as RunGraph

/** Names of the operators of the text that were found, by their names in the run. */
function found(run: string, now: string): Record<string, string | undefined> {
  const graph = runOf(parse(job(run)))
  const model = parse(job(now))
  const { operators } = matchRun(model, graph, 'job', 0)
  return Object.fromEntries(
    graph.operators.map(({ id, name }) => [name, model.operators.find((one) => one.id === operators.get(id))?.name]),
  )
}

describe('as long as the text builds the same graph', () => {
  const files = readdirSync(join(root, 'test/corpus')).filter((name) => name.endsWith('.flow.ts'))
  test.each(files)('%s: every operator and edge of a run is found', (name) => {
    const model = parse(readFileSync(join(root, 'test/corpus', name), 'utf8'))
    for (const [environment, { name: jobName }] of model.environments.entries()) {
      const run = runOf(model, environment)
      const { operators, edges, whole } = matchRun(model, run, jobName ?? '', environment)
      // Two jobs of one name are the first to who asks by name.
      if (model.environments.filter((one) => one.name === jobName).length > 1) continue
      expect(whole).toBe(true)
      expect(
        run.operators.map(({ id, name }) => [name, model.operators.find((one) => one.id === operators.get(id))?.name]),
      ).toEqual(run.operators.map(({ name }) => [name, name]))
      expect(new Set(edges.values()).size).toBe(run.edges.length)
    }
  })
})

const before = "env.fromCollection([1]).map((n) => n).name('One').filter((n) => n > 0).name('Two').sink(print())"

describe('after the text has changed', () => {
  test('operators are found by kind and name', () => {
    const now = "env.fromCollection([1]).filter((n) => n > 0).name('Two').map((n) => n).name('Three').sink(print())"
    expect(found(before, now)).toEqual({
      Source: 'Source',
      One: undefined,
      Two: 'Two',
      Print: 'Print',
    })
  })

  test('a uid finds an operator that was renamed', () => {
    const run = "env.fromCollection([1]).map((n) => n).name('One').uid('m').sink(print())"
    expect(found(run, run.replace("'One'", "'Uno'").replace('.sink', '.filter(() => true).sink'))).toMatchObject({
      One: 'Uno',
    })
  })

  test('when_nameIsThereTwice_then_neitherGetsNumbers', () => {
    const now = `${before.replace('.sink', ".filter((n) => n > 1).name('Two').sink")}`
    expect(found(before, now)).toMatchObject({ One: 'One', Two: undefined })
  })
})
