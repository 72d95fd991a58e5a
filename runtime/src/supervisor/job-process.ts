import { writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ControlServer } from '../control/index.ts'
import { type JobHost, type JobPlan, loadStartJob, setJobHost } from '../execution/index.ts'
import { builtModule } from '../failure/index.ts'
import { type ChildMode, LIFELINE_FD, readSettings, STAND_BY_MS, takePlace } from './child-settings.ts'
import { captureConsole } from './console-capture.ts'
import { JobModule } from './job-module.ts'
import { startLifeline } from './lifeline.ts'
import { makePreview, PreviewLog } from './preview-log.ts'
import { replay } from './replay.ts'

/** The main module of the process that a job runs in: `superviseJob` starts it. */

/** How long the supervisor may take to connect before this process takes it for dead. */
const OWNER_MS = 30_000
/** What the module may print ahead of a supervisor that cannot be told, because the module never yields. Bytes. */
const MOST_AHEAD = 64 * 1024 * 1024

const { endpoint, standsBy } = takePlace()
startLifeline(endpoint.folder)
const server = await ControlServer.listen(endpoint, { ownerExpected: true })
writeSync(LIFELINE_FD, '+')
const patience = standsBy ? setTimeout(() => process.exit(0), STAND_BY_MS) : setTimeout(() => process.exit(1), OWNER_MS)
if (standsBy) void loadAhead()
await server.ownerCame()
clearTimeout(patience)

const settings = readSettings(endpoint)
const job = new JobModule(settings, endpoint.folder, server)
const { mode, overrides } = settings
const log = mode.kind === 'preview' ? new PreviewLog(endpoint.folder, mode.preview.records) : undefined
let lost = 0
const output = captureConsole((lines) => {
  if (mode.kind === 'collect') return undefined
  if (log !== undefined) return log.printed(lines)
  if (server.aheadOfOwner() <= MOST_AHEAD) return server.printed(job.current, lines)
  if (lost === 0) {
    const text = '(the job printed more than can be kept without letting its event loop run; lines are missing here)'
    void server.printed(job.current, [{ text, stream: 'stderr' }])
  }
  lost += lines.length
  return undefined
})

// The job's module is the program as far as it can tell.
process.argv.splice(1, process.argv.length - 1, settings.jobFile, ...settings.args)
setJobHost(hostFor(mode))
job.run(output)

/** What a job imports and what starts it. Why that cannot be loaded is for the job to say. */
async function loadAhead(): Promise<void> {
  await Promise.allSettled([import(pathToFileURL(builtModule('index')).href), loadStartJob()])
}

function hostFor(mode: ChildMode): JobHost {
  switch (mode.kind) {
    case 'run':
      return { role: 'coordinator', moduleUrl: settings.bundleUrl, overrides, listener: job }
    case 'collect':
      return { role: 'collector', overrides, collect: (plan) => job.collected(plan) }
    case 'preview': {
      const collect = (plan: JobPlan) => void job.meet(() => makePreview(plan, mode.preview, log!))
      return { role: 'collector', overrides, job: mode.job, collect }
    }
    case 'replay': {
      const collect = (plan: JobPlan) => void job.meet(() => replay(plan, mode.failedCall))
      return { role: 'collector', overrides, job: mode.job, collect }
    }
  }
}
