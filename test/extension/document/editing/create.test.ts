import { describe, expect, test } from 'vitest'
import { type Command, create } from '../../../../extension/src/document/index.ts'
import { corpus } from '../corpus.ts'
import { typeErrors } from '../type-check.ts'

const source: Command = {
  command: 'addOperator',
  method: 'readTextFile',
  at: { environment: 0 },
  arguments: ["'data/flights.csv'"],
}
const after = (id: number, method: string, more: object = {}): Command => ({
  command: 'addOperator',
  method,
  at: { after: id },
  ...more,
})

const jobs: Readonly<Record<string, readonly Command[]>> = {
  nothing: [],
  chain: [
    source,
    after(0, 'map', { arguments: ["(line) => line.split(',')"], name: 'Parse' }),
    after(1, 'keyBy', { arguments: ['0'] }),
    after(2, 'window.count'),
    after(3, 'sink'),
  ],
  short: [source, after(0, 'sink')],
  fork: [
    source,
    after(0, 'map', { name: 'Flight' }),
    after(1, 'sink'),
    { command: 'addOperator', method: 'filter', at: { environment: 0 }, name: 'Late' },
    { command: 'connect', from: 1, to: 3 },
    after(3, 'sink'),
  ],
  union: [
    source,
    {
      command: 'addOperator',
      method: 'fromCollection',
      at: { environment: 0 },
      arguments: ["['a', 'b']"],
      name: 'More',
    },
    { command: 'addOperator', method: 'union', at: { environment: 0 } },
    { command: 'connect', from: 0, to: 2 },
    { command: 'connect', from: 1, to: 2 },
    after(2, 'sink'),
  ],
}

describe('a job from nothing', () => {
  test('reads as if a person had written it', () => {
    expect(create(jobs.nothing, 'empty')).toMatchInlineSnapshot(`
      "import { Environment } from 'millrace'

      const env = new Environment()

      await env.execute('empty')
      "
    `)
    expect(create(jobs.chain, "Pete's flights")).toMatchInlineSnapshot(`
      "import { Environment, print, tumbling } from 'millrace'

      const env = new Environment()

      env
        .readTextFile('data/flights.csv')
        .map((line) => line.split(','), 'Parse')
        .keyBy(0)
        .window(tumbling(60_000))
        .count()
        .sink(print())

      await env.execute('Pete\\'s flights')
      "
    `)
    expect(create(jobs.short)).toMatchInlineSnapshot(`
      "import { Environment, print } from 'millrace'

      const env = new Environment()

      env.readTextFile('data/flights.csv').sink(print())

      await env.execute('job')
      "
    `)
    expect(create(jobs.fork)).toMatchInlineSnapshot(`
      "import { Environment, print } from 'millrace'

      const env = new Environment()

      const flights = env.readTextFile('data/flights.csv').map((record) => record, 'Flight')
      flights.sink(print())
      flights.filter(() => true, 'Late').sink(print())

      await env.execute('job')
      "
    `)
    expect(create(jobs.union)).toMatchInlineSnapshot(`
      "import { Environment, print } from 'millrace'

      const env = new Environment()

      const more = env.fromCollection(['a', 'b']).name('More')

      env
        .readTextFile('data/flights.csv')
        .union(more)
        .sink(print())

      await env.execute('job')
      "
    `)
  })

  test('compiles', () => {
    for (const commands of Object.values(jobs))
      expect(typeErrors(corpus[0].path, create(commands) as string)).toEqual([])
  }, 120_000)

  test('a command that is refused is told', () => {
    expect(create([source, after(0, 'sum')])).toMatchInlineSnapshot(`
      {
        "refused": "command 2: sum needs a stream with keys: put keyBy before it",
      }
    `)
  })
})
