import { expect, test } from 'vitest'
import { debuggingOf } from '../../../extension/src/diagram/index.ts'
import { parse } from '../../../extension/src/document/index.ts'

const JOB = `import { Environment, print } from 'millrace'
const env = new Environment()
env
  .fromCollection([1, 2])
  .map((n) => {
    return n + 1
  }).filter((n) => n > 1)
  .sink(print())
await env.execute('job')
`
const model = parse(JOB)
const nodes = model.operators.map(({ id, method }) => ({ key: method, operators: [id] }))

const marks = (...breakpoints: Parameters<typeof debuggingOf>[2]) =>
  debuggingOf(model, { nodes } as never, breakpoints, []).breakpoints

function line(text: string) {
  const offset = JOB.indexOf(text)
  return {
    line: {
      offset: JOB.lastIndexOf('\n', offset) + 1,
      length: JOB.split('\n').find((one) => one.includes(text))!.length,
    },
  }
}

test('a breakpoint is its operator’s, wherever in its text it is', () => {
  expect(marks({ enabled: true, at: { offset: JOB.indexOf('n + 1') } })).toEqual({ map: 'enabled' })
  expect(marks({ enabled: false, at: { offset: JOB.indexOf('n > 1') } })).toEqual({ filter: 'disabled' })
})

test('a breakpoint on a line is of the operator that goes on there, else of the first that begins there', () => {
  expect(marks({ enabled: true, at: line('return n') })).toEqual({ map: 'enabled' })
  expect(marks({ enabled: true, at: line('.filter') })).toEqual({ map: 'enabled' })
  expect(marks({ enabled: true, at: line('.sink') })).toEqual({ sink: 'enabled' })
  expect(marks({ enabled: true, at: line('new Environment') })).toEqual({})
})

test('a box with an enabled and a disabled breakpoint has an enabled one', () => {
  const at = { offset: JOB.indexOf('n + 1') }
  expect(marks({ enabled: true, at }, { enabled: false, at })).toEqual({ map: 'enabled' })
  expect(marks({ enabled: false, at }, { enabled: true, at })).toEqual({ map: 'enabled' })
})

test('a breakpoint in another file is of the operator that it was set for', () => {
  const { key } = model.operators.find(({ method }) => method === 'filter')!
  expect(marks({ enabled: true, at: { operator: key } })).toEqual({ filter: 'enabled' })
})

const stopped = (...threads: Parameters<typeof debuggingOf>[3]) =>
  debuggingOf(model, { nodes } as never, [], threads).stopped

test('boxes in which threads stand still are named once each', () => {
  const at = { offset: JOB.indexOf('n + 1') }
  expect(stopped({ operator: undefined, at }, { operator: undefined, at })).toEqual(['map'])
})

test('a thread stands still in the operator that its call stack names, wherever that one’s function is', () => {
  expect(stopped({ operator: 'Filter', at: undefined })).toEqual(['filter'])
  expect(stopped({ operator: 'Filter', at: { offset: JOB.indexOf('n + 1') } })).toEqual(['filter'])
})

test('where several operators have the name, or none has, the place in the text says which it is', () => {
  const two = parse(JOB.replace('.filter((n) => n > 1)', '.map((n) => n > 1)'))
  const boxes = two.operators.map(({ id, method }) => ({ key: `${method} ${id}`, operators: [id] }))
  const at = { offset: JOB.indexOf('n + 1') }
  const stoppedInTwo = (operator: string, place: typeof at | undefined) =>
    debuggingOf(two, { nodes: boxes } as never, [], [{ operator, at: place }]).stopped
  expect(stoppedInTwo('Map', at)).toEqual(['map 1'])
  expect(stoppedInTwo('Map', undefined)).toEqual([])
  expect(stoppedInTwo('Gone', at)).toEqual(['map 1'])
})
