import { afterEach, beforeEach, expect, test } from 'vitest'
import { workplace } from '../supervisor/scripted.ts'
import { millrace } from './millrace.ts'

let place: ReturnType<typeof workplace>
beforeEach(() => {
  place = workplace()
  place.write(
    'job.flow.ts',
    `import { Environment, print } from 'millrace'
const env = new Environment()
const first = env.parameter('first', 1)
env.fromCollection([first, 2, 0])
  .map((n) => { if (n === 0) throw new Error('zero'); return n * 10 }, 'Ten times')
  .keyBy((n) => n % 3)
  .reduce((a, b) => a + b)
  .sink(print())
await env.execute('job')
`,
  )
})
afterEach(() => place.remove())

test('the data after every step is printed, up to the operator that is named', async () => {
  const { code, stdout, stderr } = await millrace(
    ['preview', 'job', 'Ten times', '--records', '2', '--set', 'first=5'],
    place.folder,
  )
  expect(stdout).toMatchInlineSnapshot(`
    "Source -> Ten times: 2 records
      5
      2
    Ten times -> KeyBy: 2 records
      50
      20
    "
  `)
  expect([code, stderr]).toEqual([0, ''])
})

test('of a function that fails, what came before it is printed, and the error', async () => {
  const { code, stdout, stderr } = await millrace(['preview', 'job'], place.folder)
  expect(stdout).toMatchInlineSnapshot(`
    "Source -> Ten times: 3 records
      1
      2
      0
    Ten times -> KeyBy: 2 records
      10
      20
    KeyBy -> Reduce: 2 records
      1: 10
      2: 20
    Reduce -> Print: 2 records
      10
      20
    "
  `)
  expect(stderr).toMatch(/^error: Ten times\[0\]: zero\n {2}at job\.flow\.ts:5:36\n[\s\S]*record: 0\n/)
  expect(code).toBe(1)
})

test('an operator that is not there is wrong use', async () => {
  const { code, stderr } = await millrace(['preview', 'job', 'Ten tiems'], place.folder)
  expect(stderr).toBe("error: the job has no operator 'Ten tiems'\n  did you mean 'Ten times'?\n")
  expect(code).toBe(2)
})
