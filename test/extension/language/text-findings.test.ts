import { describe, expect, test } from 'vitest'
import { findings, fixed, job } from './open-job.ts'

describe('execute', () => {
  test('a job that is never executed gets an execute at its end, in the style of the file', () => {
    const text = `import { Environment } from "millrace";\n\nconst env = new Environment();\nenv.fromCollection([1]).sink(); // all\n`
    expect(findings(text)).toMatchInlineSnapshot(
      `"warning missing-execute at 'new Environment()': this job is built, but never executed: nothing runs; end it with await env.execute('name')"`,
    )
    expect(fixed(text, 'missing-execute')).toBe(
      text.replace('// all\n', '// all\n\nawait env.execute("late flights");\n'),
    )
    expect(findings(fixed(text, 'missing-execute'))).toBe('')
  })

  test('a job in an async function is executed there', () => {
    const text = `import { Environment } from 'millrace'\nexport async function main() {\n  const env = new Environment()\n  env.fromCollection([1]).sink()\n}\n`
    expect(fixed(text, 'missing-execute')).toContain(
      "  env.fromCollection([1]).sink()\n\n  await env.execute('late flights')\n}",
    )
  })

  test('an Environment that others get hold of may be executed by them', () => {
    const made =
      "import { Environment } from 'millrace'\nconst env = new Environment()\nenv.fromCollection([1]).sink()\n"
    expect(findings(made.replace('const', 'export const'))).toBe('')
    expect(findings(`${made}export { env }`)).toBe('')
    expect(findings(`${made}start(env)`)).toBe('')
  })

  test('an execute that is not awaited gets its await', () => {
    const text = job('env.fromCollection([1]).sink()').replace('await ', '')
    expect(findings(text)).toMatchInlineSnapshot(
      `"warning execute-not-awaited at 'execute('late flights')': execute(..) is not awaited: what comes after it does not wait for the job to start, nor learn that it failed to; put await before it"`,
    )
    expect(fixed(text, 'execute-not-awaited')).toBe(job('env.fromCollection([1]).sink()'))
    expect(findings(text.replace('env.execute', 'void env.execute'))).toBe('')
    expect(findings(text.replace('env.execute', 'export const running = env.execute'))).toBe('')
  })

  test('an Environment is executed once, or in one of two alternatives', () => {
    const once = job('env.fromCollection([1]).sink()')
    expect(findings(`${once}await env.execute('again')`)).toMatchInlineSnapshot(
      `"error executed-twice at 'execute('again')': this Environment has been executed already; a second job needs an Environment of its own"`,
    )
    const either = once.replace(/await .*/, "if (process.argv[2]) await env.execute('a')\nelse await env.execute('b')")
    expect(findings(either)).toBe('')
  })
})

describe('partition calls', () => {
  test('one that no operator follows has no effect, and is removed with its statement', () => {
    const text = job('const numbers = env.fromCollection([1])\nnumbers.shuffle()\nnumbers.sink()')
    expect(findings(text)).toMatchInlineSnapshot(
      `"warning unused-partition at 'shuffle()': shuffle(..) has no effect: no operator reads the stream of Source through it; it returns a new stream: go on with that one, or remove the call"`,
    )
    expect(fixed(text, 'unused-partition')).toBe(job('const numbers = env.fromCollection([1])\nnumbers.sink()'))
  })

  test('one at the end of a chain is removed alone', () => {
    const text = job('const numbers = env.fromCollection([1])\nnumbers\n  .map((n) => n)\n  .shuffle()')
    expect(fixed(text, 'unused-partition')).toBe(
      job('const numbers = env.fromCollection([1])\nnumbers\n  .map((n) => n)'),
    )
  })
})

describe('work in every thread', () => {
  test('network, files and processes outside of functions, before the last execute', () => {
    const text = `import fs, { writeFileSync } from 'node:fs'
import { promises } from 'fs'
import { get as ask } from 'node:https'
${job(`const rules = await fetch('http://localhost/rules')
writeFileSync('a.txt', '')
fs.rmSync('b.txt')
await promises.appendFile('c.txt', '')
ask('https://localhost')
env.fromCollection([1]).sink(print())`)}
fs.writeFileSync('done.txt', '')`
    expect(findings(text)).toMatchInlineSnapshot(`
      "warning work-in-every-thread at 'fetch('http://localhost/rules')': this use of the network is done in every thread of the job, because every thread imports this module; do it in a function of the job (a source, or open of a process function), or after the last execute(..)
      warning work-in-every-thread at 'writeFileSync('a.txt', '')': this change of files is done in every thread of the job, because every thread imports this module; do it in a function of the job (a source, or open of a process function), or after the last execute(..)
      warning work-in-every-thread at 'fs.rmSync('b.txt')': this change of files is done in every thread of the job, because every thread imports this module; do it in a function of the job (a source, or open of a process function), or after the last execute(..)
      warning work-in-every-thread at 'promises.appendFile('c.txt', '')': this change of files is done in every thread of the job, because every thread imports this module; do it in a function of the job (a source, or open of a process function), or after the last execute(..)
      warning work-in-every-thread at 'ask('https://localhost')': this use of the network is done in every thread of the job, because every thread imports this module; do it in a function of the job (a source, or open of a process function), or after the last execute(..)"
    `)
  })

  test('the same inside of functions of the job, on the main thread only, or read only is in order', () => {
    const text = `import fs from 'node:fs'
import { isMainThread } from 'node:worker_threads'
${job(`if (isMainThread) fs.writeFileSync('a.txt', '')
const words = fs.readFileSync('words.txt', 'utf8').split(' ')
const look = () => fetch('http://localhost')
env.fromCollection(words).asyncMap(async (word) => (await fetch(word)).status).sink(print())`)}`
    expect(findings(text)).toBe('')
  })

  test('a dataflow that depends on chance or on the clock', () => {
    const text = job(`const seed = Math.random()
const started = Date.now()
const numbers = env.fromCollection([seed])
if (started % 2 === 0) numbers.sink(print())
numbers.setParallelism(new Date().getDay() + 1).map((n) => n + Math.random()).sink(print())
console.log(Date.now() - started)`)
    expect(findings(text)).toMatchInlineSnapshot(`
      "warning structure-by-chance at 'seed': the dataflow is built from Math.random(), which differs from thread to thread: the threads do not build the same job; take it from env.parameter(..), which is the same in every thread
      warning structure-by-chance at 'started': the dataflow is built from Date.now(), which differs from thread to thread: the threads do not build the same job; take it from env.parameter(..), which is the same in every thread
      warning structure-by-chance at 'new Date()': the dataflow is built from new Date(), which differs from thread to thread: the threads do not build the same job; take it from env.parameter(..), which is the same in every thread"
    `)
  })
})

describe('writes to variables of outside', () => {
  test('assignments, counting, and changes of collections, from inline functions, named ones and methods', () => {
    const text = job(`let count = 0
const seen = new Set<number>()
const totals: Record<string, number> = {}
const all: number[] = []
const remember = (n: number) => { all.push(n) }
env
  .fromCollection([1])
  .map((n) => { count++; count += 1; return n })
  .filter((n) => { seen.add(n); return true })
  .process({ onRecord(n, _context, out) { totals.all = n; out.collect(n) } }, 'Totals')
  .inspect(remember)
  .sink(print())`)
    expect(findings(text)).toMatchInlineSnapshot(`
      "warning write-to-outer-variable at 'all.push(n)': Inspect writes to all, which is declared outside of its function: each thread has its own all; keep it in the state of a process(..) on a keyed stream, or emit it as a record
      warning write-to-outer-variable at 'count++': Map writes to count, which is declared outside of its function: each thread has its own count; keep it in the state of a process(..) on a keyed stream, or emit it as a record
      warning write-to-outer-variable at 'seen.add(n)': Filter writes to seen, which is declared outside of its function: each thread has its own seen; keep it in the state of a process(..) on a keyed stream, or emit it as a record
      warning write-to-outer-variable at 'totals.all = n': Totals writes to totals, which is declared outside of its function: each thread has its own totals; keep it in the state of a process(..) on a keyed stream, or emit it as a record"
    `)
  })

  test('variables of the function itself, reads, and other methods of these names are in order', () => {
    const text = job(`const limit = { most: 3 }
const date = new Date()
env
  .fromCollection([1])
  .map((n) => { let sum = 0; const parts = []; for (let i = 0; i < n; i++) { sum += i; parts.push(sum) } return sum })
  .filter((n) => n < limit.most && date.getTime() > 0)
  .map((n) => { n = n + 1; const count = () => { n++ }; count(); return n })
  .sink(print())`)
    expect(findings(text)).toBe('')
  })

  test('a source with one reader may count, unless others look at its counter', () => {
    const counting = 'let next = 0\nenv.source(() => next++).sink(print())'
    expect(findings(job(counting))).toBe('')
    expect(findings(job(`${counting}\nenv.fromCollection([1]).map((n) => n + next).sink(print())`))).toContain(
      'Source writes to next',
    )
  })
})

describe('several jobs in a file', () => {
  const two = (between: string) => `import { Environment, collect } from 'millrace'
const first = new Environment()
first.fromCollection([1]).sink(collect())
const job = await first.execute('first')
${between}
const second = new Environment()
second.fromCollection([2]).sink(collect())
await (await second.execute('second')).waitFinish()
`

  test("an earlier job's result is not there in the threads of the later one", () => {
    expect(findings(two('const { results } = await job.waitFinish()'))).toMatchInlineSnapshot(
      `"error earlier-result at '{ results }': an earlier job's result is read before a later execute(..): the threads of the later job do not have it; let the later job depend on a file or a parameter, or read the result after the last execute(..)"`,
    )
    expect(findings(two('console.log((await job.waitFinish()).results, job.results())'))).toMatchInlineSnapshot(`
      "error earlier-result at '(await job.waitFinish()).results': an earlier job's result is read before a later execute(..): the threads of the later job do not have it; let the later job depend on a file or a parameter, or read the result after the last execute(..)
      error earlier-result at 'job.results': an earlier job's result is read before a later execute(..): the threads of the later job do not have it; let the later job depend on a file or a parameter, or read the result after the last execute(..)"
    `)
  })

  test('it may be waited for, and read behind the last execute', () => {
    expect(findings(`${two('const result = await job.waitFinish()')}console.log(result.results)`)).toBe('')
    expect(findings(two('const show = (result) => result.results'))).toBe('')
  })
})

describe('state that grows', () => {
  test('a running sum of a source without an end keeps every key: a hint', () => {
    const text = (source: string) =>
      job(`env.source(${source}).keyBy((n) => n).sum(() => 1).sink()`).replace(
        '{ Environment',
        '{ generate, textFile, Environment',
      )
    expect(findings(text('generate((i) => i)'))).toMatchInlineSnapshot(
      `"hint unbounded-state at 'sum': Sum keeps every key for ever: its input has no end; where keys do not repeat, put a window before it, or use process(..) with state that has a ttl"`,
    )
    expect(findings(text("textFile('a.log', { follow: true })"))).toContain('unbounded-state')
    expect(findings(text('generate((i) => i, { count: 10 })'))).toBe('')
  })
})
