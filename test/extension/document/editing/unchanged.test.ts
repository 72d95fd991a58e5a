import { expect, test } from 'vitest'
import { type Command, parse, plan } from '../../../../extension/src/document/index.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })
env
  .fromCollection([1])
  // twice
  .map((n) => n * 2)
  .name('Double')
  .uid('double')
  .slotGroup('slow')
  .onError('skip')
  .setParallelism(2)
  .shuffle()
  .sink(print())

await env.execute('numbers')
`

const model = parse(JOB)
const { id } = model.operators.find(({ name }) => name === 'Double')!
const edge = model.edges.findIndex(({ source }) => source === id)

// A text that counts as changed asks to be saved, and undo has a step that does nothing.
test.each<Command>([
  { command: 'setArgument', operator: id, index: 0, text: '(n) => n * 2' },
  { command: 'rename', operator: id, name: 'Double' },
  { command: 'setUid', operator: id, uid: 'double' },
  { command: 'setSlotGroup', operator: id, group: 'slow' },
  { command: 'setOnError', operator: id, policy: 'skip' },
  { command: 'setParallelism', operator: id, parallelism: 2 },
  { command: 'setEnvironmentParallelism', environment: 0, parallelism: 2 },
  { command: 'setStrategy', edge, method: 'shuffle' },
  { command: 'setDescription', operator: id, description: 'twice' },
  { command: 'renameJob', environment: 0, name: 'numbers' },
])('what is so already takes no edit: %o', (command) => {
  expect(plan(model, command)).toMatchObject({ edits: [] })
})
