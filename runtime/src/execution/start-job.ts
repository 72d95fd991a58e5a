import { url as inspectorUrl } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { JobError } from '../failure/index.ts'
import { Coordinator } from './coordinator/coordinator.ts'
import { jobHost } from './job-host.ts'
import type { JobPlan } from './job-plan.ts'
import { printToConsole } from './print-to-console.ts'
import type { RunningJob } from './running-job.ts'

/**
 * Starts a job in this process; the worker threads import the module that the host names, or the program's main module.
 * Resolves once every instance has been opened and is running.
 */
export async function startJob(plan: JobPlan): Promise<RunningJob> {
  const host = jobHost()
  const coordinator = new Coordinator(plan, {
    moduleUrl: host?.role === 'coordinator' ? host.moduleUrl : mainModule(),
    overrides: host?.overrides ?? {},
    listener: (host?.role === 'coordinator' ? host.listener : undefined) ?? printToConsole(),
    counting: process.env.MILLRACE_COUNTING !== 'off',
    debugged: inspectorUrl() !== undefined,
  })
  await coordinator.start()
  return coordinator
}

function mainModule(): string {
  const main = process.argv[1]
  if (main === undefined) {
    throw new JobError({
      reason: 'invalid-job',
      message: 'the job is not in a file, so worker threads cannot import it',
      cure: 'put it into a file and run that: millrace run FILE, or node FILE',
    })
  }
  return pathToFileURL(main).href
}
