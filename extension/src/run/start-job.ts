import { AttachedJob } from './attached-job.ts'
import { findNode, type NodeWishes } from './find-node.ts'
import { findRuntime } from './find-runtime.ts'
import { jobEnvironment } from './job-environment.ts'
import { keepJob } from './keep-job.ts'
import type { PreparePreview, PreviewRequest } from './preview-run.ts'
import type { Prepare } from './run.ts'
import type { RunNotes } from './run-notes.ts'
import type { RunRequest } from './run-request.ts'
import type { ProcessStart, StandBy } from './stand-by.ts'

export interface StartSettings {
  readonly request: RunRequest
  /** Texts of files that are not saved, by absolute path. */
  readonly texts: ReadonlyMap<string, string>
  readonly node: NodeWishes
  /** Absolute path of a file of the extension, beside which its own runtime is found. */
  readonly extensionFile: string
  /** Where there may be a process that waits for a job. */
  readonly standBy?: StandBy
}

/** Builds a job and starts it in a process of its own, supervised by this one. */
export function superviseHere(settings: StartSettings): Prepare {
  return async (say) => {
    const options = await buildJob(settings, say)
    const { standBy } = settings
    return () => {
      const job = options.runtime.superviseJob({ ...options, standBy: standBy?.take(options) })
      standBy?.prepareAfter(job.ended, options)
      return job
    }
  }
}

/** Builds a job and makes its preview, in a process of its own. */
export function previewHere(settings: StartSettings, request: PreviewRequest): PreparePreview {
  return async (signal) => {
    const options = await buildJob(settings, () => {})
    const { runtime } = options
    const { standBy } = settings
    const { job, operator, records, timeoutMs } = request
    // A project may have a runtime of its own, from before there were previews.
    if (!('previewJob' in runtime)) throw new Error("this project's millrace is too old for previews: update it")
    const waiting = standBy?.take(options)
    const preview = runtime.previewJob({ ...options, job, operator, records, timeoutMs, signal, standBy: waiting })
    standBy?.prepareAfter(preview, options)
    return preview
  }
}

/**
 * Builds a job and starts it under a supervisor that outlives this process.
 *
 * @param keeper absolute path of the compiled `job-keeper.ts`
 */
export function superviseApart(settings: StartSettings, notes: RunNotes, keeper: string): Prepare {
  return async (say) => {
    const { runtime, ...options } = await buildJob(settings, say)
    return async () => {
      const { request } = settings
      const told = { ...options, supervisor: runtime.file, noteFolder: notes.folder, request }
      return keepJob(keeper, told, (job) =>
        AttachedJob.to({ ...job, file: notes.fileOf(job.processId) }, runtime.connect),
      )
    }
  }
}

/** Starts a process that waits for such a job, unless one waits already. Why that cannot be is said when it is run. */
export async function standByFor(
  standBy: StandBy,
  settings: Pick<StartSettings, 'request' | 'node' | 'extensionFile'>,
): Promise<void> {
  try {
    const { start } = await processStart(settings)
    standBy.prepare(start)
  } catch {
    // Without it the job is run as well.
  }
}

/** Builds a job, and says what has to be known about how it will run. */
export async function buildJob(settings: StartSettings, say: (text: string) => void) {
  const { file, options: overrides, args } = settings.request
  const { start, notices } = await processStart(settings)
  const { runtime } = start
  for (const notice of notices) say(notice)
  const bundle = await runtime.build(file, { texts: settings.texts })
  for (const warning of bundle.warnings) say(warning.trimEnd())
  return { ...start, bundle, overrides, args }
}

async function processStart({
  request,
  node,
  extensionFile,
}: Pick<StartSettings, 'request' | 'node' | 'extensionFile'>) {
  const [runtime, chosen] = await Promise.all([findRuntime(request.file, extensionFile), findNode(node)])
  const env = { ...jobEnvironment(node.env, request.env), ...chosen.env }
  const start: ProcessStart = { runtime, execPath: chosen.path, env, cwd: request.cwd }
  return { start, notices: [runtime.notice, chosen.notice].filter((notice) => notice !== undefined) }
}
