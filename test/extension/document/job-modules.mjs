/**
 * Imports many job files in one process, as `millrace graph` and `millrace run` import each in one of its own, and sends
 * what becomes of them to the process that forked it: `node job-modules.mjs graphs|run FILE...`.
 */
import { setJobHost } from '../../../runtime/dist/execution/index.js'
import { Environment } from '../../../runtime/dist/index.js'
import { build } from '../../../runtime/dist/supervisor/index.js'

const [mode, ...files] = process.argv.slice(2)
const ENDED = new Set(['finished', 'failed', 'cancelled'])
const turn = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

let rejected
process.on('unhandledRejection', (error) => {
  rejected ??= error
})

/** Every job of a module, not only the first: none of them is started, so that none is waited for. */
async function graphsOf(url) {
  const graphs = []
  setJobHost({ role: 'collector', overrides: { onlyJob: '(none of them)' }, collect() {} })
  const { execute } = Environment.prototype
  Environment.prototype.execute = function (name) {
    const { name: job, graph, config } = this.plan(name ?? 'job')
    graphs.push({ name: job, graph: graph.toJSON(), threads: config.threads, chaining: config.chaining })
    return execute.call(this, name)
  }
  try {
    await import(url)
    while (graphs.length === 0 && rejected === undefined) await turn(1)
    await turn(1)
  } finally {
    Environment.prototype.execute = execute
  }
  return { graphs }
}

/** Runs the jobs of a module on worker threads, one after the other, until all of them have ended. */
async function runOf(url) {
  const jobs = []
  let lines = 0
  const listener = {
    jobCreated: (job) => jobs.push(job),
    stateChanged() {},
    printed(_job, printed) {
      lines += printed.length
    },
    sinkResult() {},
  }
  // Worker threads count the Environments of this module only.
  delete globalThis[Symbol.for('millrace.jobs.v1')]
  setJobHost({ role: 'coordinator', moduleUrl: url, overrides: { threads: 1 }, listener })
  await import(url)
  const active = () => jobs.some((job) => !ENDED.has(job.status().state))
  while (rejected === undefined && (jobs.length === 0 || active())) await turn(2)
  // What follows a job in its module may start the next one.
  await turn(5)
  while (rejected === undefined && active()) await turn(2)
  const states = jobs.map((job) => {
    const { name, state, error } = job.status()
    return `${name}: ${state}${error === undefined ? '' : ` (${error.message})`}`
  })
  return { states, lines }
}

const bundles = await Promise.all(files.map((file) => build(file)))
for (const [index, { url }] of bundles.entries()) {
  rejected = undefined
  let result
  try {
    result = await (mode === 'run' ? runOf(url) : graphsOf(url))
  } catch (error) {
    rejected ??= error
  }
  const error = rejected === undefined ? undefined : String(rejected?.message ?? rejected)
  const outcome = { file: files[index], ...result, ...(error === undefined ? {} : { error }) }
  await new Promise((resolve) => process.send(outcome, resolve))
}
process.disconnect()
process.exit(0)
