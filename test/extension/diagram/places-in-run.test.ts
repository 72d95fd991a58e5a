import { expect, test } from 'vitest'
import { edgeInRun, edgesOfOperators, operatorInJob, type RunGraph } from '../../../extension/src/diagram/index.ts'
import { graphOf, parse } from '../../../extension/src/document/index.ts'

const TWO = `import { Environment, print } from 'millrace'
const one = new Environment()
one.fromCollection([1]).sink(print())
await one.execute('one')
const env = new Environment()
const numbers = env.fromCollection([1, 2]).name('Numbers')
const even = numbers.filter((n) => n % 2 === 0).name('Even')
even.sink(print())
await env.execute('two')
`
const model = parse(TWO)
const idOf = (name: string) => model.operators.find((one) => one.name === name)!.id
const graph = graphOf(model, 1).graph.toJSON() as RunGraph

test('an operator has the id that its job gives it, and the number of its job', () => {
  expect(operatorInJob(model, idOf('Even'))).toEqual({ job: 1, jobName: 'two', operator: 1, name: 'Even' })
})

test('where only running tells all of the job, an operator is known by its name, or its uid', () => {
  const loop = parse(`import { Environment, print } from 'millrace'
const env = new Environment()
let all = env.fromCollection([1])
for (const n of [1, 2]) all = all.map((x) => x + n)
all.filter((x) => x > 0).name('Last').sink(print())
all.filter((x) => x > 1).name('Other').uid('other').sink(print())
await env.execute('loop')
`)
  const at = (name: string) => operatorInJob(loop, loop.operators.find((one) => one.name === name)!.id)?.operator
  expect([at('Last'), at('Other')]).toEqual(['Last', 'other'])
})

test('an operator stands for the edges that lead out of it; a sink for those that lead in', () => {
  const jobs = [{ job: 1, name: 'two', graph }]
  const edge = (name: string) => edgeInRun(model, jobs, edgesOfOperators(model, [idOf(name)]))
  expect(edge('Numbers')).toEqual({ job: 1, edge: 0 })
  expect(edge('Even')).toEqual({ job: 1, edge: 1 })
  const sink = model.operators.filter(({ environment, kind }) => environment === 1 && kind === 'sink')[0]
  expect(edgeInRun(model, jobs, edgesOfOperators(model, [sink.id]))).toEqual({ job: 1, edge: 1 })
  // The run has no such job.
  expect(edgeInRun(model, [], edgesOfOperators(model, [idOf('Even')]))).toBeUndefined()
})
