import { describe, expect, test } from 'vitest'
import { edited } from './edited.ts'

const set = (text: string, operator: string, parallelism: number | string | null) =>
  edited(text, { command: 'setParallelism', operator, parallelism })

describe('of an operator', () => {
  test('written behind its settings, changed, taken away', () => {
    const text = `
env
  .fromCollection([1])
  .map((n) => n)
  .name('Same')
  .filter((n) => n > 1)
  .setParallelism(2) // few
  .sink(print())
`
    expect(set(text, 'Same', 3)).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .map((n) => n)
        .name('Same')
        .setParallelism(3)
        .filter((n) => n > 1)
        .setParallelism(2) // few
        .sink(print())
      "
    `)
    expect(set(text, 'Filter', 4)).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .map((n) => n)
        .name('Same')
        .filter((n) => n > 1)
        .setParallelism(4) // few
        .sink(print())
      "
    `)
    expect(set(text, 'Filter', null)).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .map((n) => n)
        .name('Same')
        .filter((n) => n > 1)
        .sink(print())
      "
    `)
    expect(set(text, 'Print', 'cores - 1')).toMatchInlineSnapshot(`
      "
      env
        .fromCollection([1])
        .map((n) => n)
        .name('Same')
        .filter((n) => n > 1)
        .setParallelism(2) // few
        .sink(print())
        .setParallelism(cores - 1)
      "
    `)
  })

  test('refused', () => {
    const text = `
env.fromCollection([1]).timeWindow(10).count().sink()
env.unconnected<number>().sink()
`
    expect(set(text, 'Window', 2)).toMatchInlineSnapshot(
      `"refused: Window cannot have 2 instances: a window over a whole stream has one instance (leave its parallelism at 1; the operators after it can have more)"`,
    )
    expect(set(text, 'Sink', 0)).toMatchInlineSnapshot(
      `"refused: the parallelism of Sink is 0; it must be a whole number, at least 1"`,
    )
    expect(set(text, 'Sink', 1.5)).toMatchInlineSnapshot(
      `"refused: the parallelism of Sink is 1.5; it must be a whole number, at least 1"`,
    )
    expect(set(text, 'Sink', 'a b')).toMatchInlineSnapshot(
      `"refused: the text would not be TypeScript any more: ',' expected."`,
    )
    expect(set(text, 'Unconnected', 2)).toMatchInlineSnapshot(`"refused: an open input has no instances"`)
  })

  test('refused above what the job allows', () => {
    const text = `import { Environment } from 'millrace'
const env = new Environment({ maxParallelism: 8 })
env.fromCollection([1]).sink()
`
    expect(set(text, 'Sink', 9)).toMatchInlineSnapshot(
      `"refused: the parallelism of Sink is 9, above the job's maxParallelism 8 (raise maxParallelism (savepoints taken with the old value cannot be restored then))"`,
    )
    expect(set(text, 'Sink', 8)).toContain('.sink().setParallelism(8)')
  })
})

describe('of an Environment', () => {
  const of = (text: string, parallelism: number | string | null) =>
    edited(`import { Environment } from 'millrace'\n${text}`, {
      command: 'setEnvironmentParallelism',
      environment: 'env',
      parallelism,
    }).replace("\nimport { Environment } from 'millrace'\n", '')

  test('written, changed, taken away', () => {
    expect(of('const env = new Environment()', 2)).toBe('const env = new Environment({ parallelism: 2 })')
    expect(of('const env = new Environment', 2)).toBe('const env = new Environment({ parallelism: 2 })')
    expect(of('const env = new Environment({})', 2)).toBe('const env = new Environment({ parallelism: 2 })')
    expect(of('const env = new Environment({ threads: 2 })', 4)).toBe(
      'const env = new Environment({ parallelism: 4, threads: 2 })',
    )
    expect(of('const env = new Environment({ parallelism: 2 })', 'cores')).toBe(
      'const env = new Environment({ parallelism: cores })',
    )
    expect(of('const env = new Environment({ parallelism: 2 })', null)).toBe('const env = new Environment()')
    expect(of('const env = new Environment({ parallelism: 2, threads: 2 })', null)).toBe(
      'const env = new Environment({ threads: 2 })',
    )
    expect(of('const env = new Environment({\n  parallelism: 2,\n  threads: 2,\n})', null)).toBe(
      'const env = new Environment({\n  threads: 2,\n})',
    )
    expect(of('const env = new Environment({\n  threads: 2,\n})', 3)).toBe(
      'const env = new Environment({\n  parallelism: 3,\n  threads: 2,\n})',
    )
  })

  test('refused where the runtime would refuse it of an operator that follows', () => {
    const text = 'const env = new Environment({ maxParallelism: 8 })\nenv.fromCollection([1])'
    expect(of(text, 9)).toMatchInlineSnapshot(
      `"refused: the parallelism of Source is 9, above the job's maxParallelism 8 (raise maxParallelism (savepoints taken with the old value cannot be restored then))"`,
    )
    expect(of(text, 0)).toMatchInlineSnapshot(
      `"refused: the parallelism of the Environment is 0; it must be a whole number, at least 1"`,
    )
    expect(of(`${text}.setParallelism(2)`, 9)).toContain('{ parallelism: 9, maxParallelism: 8 }')
  })

  test('refused where the settings are somewhere else', () => {
    expect(of('const settings = {}\nconst env = new Environment(settings)', 2)).toMatchInlineSnapshot(
      `"refused: the settings of the Environment are in \`settings\`: edit them there"`,
    )
  })
})

test('several operators are given one parallelism at once, or none of them', () => {
  const text = "env.fromCollection([1]).map((n) => n, 'A').filter((n) => n > 0, 'B').sink(print())\n"
  const of = (body: string, operators: string[]) =>
    edited(body, { command: 'setParallelismOfAll', operators, parallelism: 3 })
  expect(of(text, ['A', 'B'])).toContain(
    "map((n) => n, 'A').setParallelism(3).filter((n) => n > 0, 'B').setParallelism(3).sink",
  )
  expect(of('env.unconnected<number>().map((n) => n).sink(print())\n', ['Map', 'Unconnected'])).toMatch(/^refused: /)
})
