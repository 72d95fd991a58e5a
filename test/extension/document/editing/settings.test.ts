import { expect, test } from 'vitest'
import { edited } from './edited.ts'

const JOB = `
env
  .fromCollection([1])
  .map((n) => n)
  .name('Same')
  .sink(print())

await env.execute('numbers')
`

test('what happens to records that cannot be worked on is written, changed, and taken away', () => {
  const skipping = edited(JOB, { command: 'setOnError', operator: 'Same', policy: 'skip' })
  expect(skipping).toContain(".name('Same')\n  .onError('skip')\n  .sink")
  expect(edited(skipping, { command: 'setOnError', operator: 'Same', policy: 'fail' })).toContain(".onError('fail')")
  expect(edited(skipping, { command: 'setOnError', operator: 'Same', policy: null })).toBe(JOB)
})

test('a source has no function that throws', () => {
  expect(edited(JOB, { command: 'setOnError', operator: 'fromCollection', policy: 'skip' })).toMatch(
    /^refused: .* has no function of its own/,
  )
})

test('a side output for errors is replaced by skipping', () => {
  const text = JOB.replace(".name('Same')", ".name('Same')\n  .onError(bad)").replace(
    '\nenv',
    "\nconst bad = outputTag('bad')\nenv",
  )
  const whole = `import { Environment, outputTag, print } from 'millrace'\n\nconst env = new Environment()\n${text}`
  expect(edited(whole, { command: 'setOnError', operator: 'Same', policy: 'skip' })).toContain(".onError('skip')")
})

test('a slot group is written, changed, and taken away', () => {
  const grouped = edited(JOB, { command: 'setSlotGroup', operator: 'Same', group: 'slow' })
  expect(grouped).toContain(".name('Same')\n  .slotGroup('slow')\n")
  expect(edited(grouped, { command: 'setSlotGroup', operator: 'Same', group: 'fast' })).toContain(".slotGroup('fast')")
  expect(edited(grouped, { command: 'setSlotGroup', operator: 'Same', group: null })).toBe(JOB)
  expect(edited(JOB, { command: 'setSlotGroup', operator: 'Same', group: ' ' })).toMatch(
    /^refused: .*must not be empty/,
  )
})

test('a job is named by what is given to execute', () => {
  const name = (text: string, given: string | null) =>
    edited(text, { command: 'renameJob', environment: 'env', name: given })
  expect(name(JOB, "the miller's")).toContain("await env.execute('the miller\\'s')")
  const without = name(JOB, null)
  expect(without).toContain('await env.execute()')
  expect(name(without, 'numbers')).toBe(JOB)
  const handle = JOB.replace("await env.execute('numbers')", "await (await env.execute('numbers')).waitFinish()")
  expect(name(handle, 'more')).toContain("await (await env.execute('more')).waitFinish()")
})

test('a job whose name is computed, or that is not executed, or twice, is named in the text', () => {
  const name = (text: string) => edited(text, { command: 'renameJob', environment: 'env', name: 'other' })
  expect(name(JOB.replace("'numbers'", '`n` + 1'))).toMatch(/^refused: the name is computed/)
  expect(name(JOB.replace(/\nawait.*\n/, ''))).toMatch(/^refused: the job is not executed/)
  expect(name(`${JOB}await env.execute('again')\n`)).toMatch(/^refused: .* at several places/)
})
