import { AttachedJob } from './attached-job.ts'
import { findNode, type NodeWishes } from './find-node.ts'
import { findRuntime } from './find-runtime.ts'
import { jobEnvironment } from './job-environment.ts'
import { keepJob } from './keep-job.ts'
import type { PreparePreview, PreviewRequest } from './preview-run.ts'
import type { Prepare } from './run.ts'
import type { RunNotes } from './run-notes.ts'
import type { RunRequest } from './run-request.ts'

export interface StartSettings {
  readonly request: RunRequest
  /** Texts of files that are not saved, by absolute path. */
  readonly texts: ReadonlyMap<string, string>
  readonly node: NodeWishes
  /** Absolute path of a file of the extension, beside which its own runtime is found. */
  readonly extensionFile: string
}

/** Builds a job and starts it in a process of its own, supervised by this one. */
export function superviseHere(settings: StartSettings): Prepare {
  return async (say) => {
    const { superviseJob, ...options } = await buildJob(settings, say)
    return () => superviseJob(options)
  }
}

/** Builds a job and makes its preview, in a process of its own. */
export function previewHere(settings: StartSettings, request: PreviewRequest): PreparePreview {
  return async (signal) => {
    const { runtime, superviseJob: _, ...options } = await buildJob(settings, () => {})
    const { job, operator, records, timeoutMs } = request
    // A project may have a runtime of its own, from before there were previews.
    if (!('previewJob' in runtime)) throw new Error("this project's millrace is too old for previews: update it")
    return runtime.previewJob({ ...options, job, operator, records, timeoutMs, signal })
  }
}

/**
 * Builds a job and starts it under a supervisor that outlives this process.
 *
 * @param keeper absolute path of the compiled `job-keeper.ts`
 */
export function superviseApart(settings: StartSettings, notes: RunNotes, keeper: string): Prepare {
  return async (say) => {
    const { superviseJob: _, runtime, ...options } = await buildJob(settings, say)
    return async () => {
      const { request } = settings
      const told = { ...options, supervisor: runtime.file, noteFolder: notes.folder, request }
      return keepJob(keeper, told, (job) =>
        AttachedJob.to({ ...job, file: notes.fileOf(job.processId) }, runtime.connect),
      )
    }
  }
}

/** Builds a job, and says what has to be known about how it will run. */
export async function buildJob({ request, texts, node, extensionFile }: StartSettings, say: (text: string) => void) {
  const { file, options, args, cwd } = request
  const [runtime, chosen] = await Promise.all([findRuntime(file, extensionFile), findNode(node)])
  for (const notice of [runtime.notice, chosen.notice]) if (notice) say(notice)
  const bundle = await runtime.build(file, { texts })
  for (const warning of bundle.warnings) say(warning.trimEnd())
  const env = { ...jobEnvironment(node.env, request.env), ...chosen.env }
  return {
    superviseJob: runtime.superviseJob,
    runtime,
    bundle,
    overrides: options,
    args,
    cwd,
    env,
    execPath: chosen.path,
  }
}
