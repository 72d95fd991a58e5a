import type { ControlClient } from 'millrace/control'
import type { ExitReport } from 'millrace/supervisor'
import { AttachedJob } from './attached-job.ts'
import type { Runtime } from './find-runtime.ts'
import type { JobProcess } from './job-process.ts'
import type { RunNote, RunNotes } from './run-notes.ts'
import type { Runs } from './runs.ts'

/** How long after its start a job may not be reached yet, and when it is tried again. */
const START_MS = 30_000
const AGAIN_MS = 200

/**
 * Shows what another window has started and what has stayed since the editor was last closed: jobs that run, and how
 * those ended that have ended by themselves.
 *
 * @param runtimeOf the runtime that a job file runs on
 * @returns whether there is a job that cannot be reached yet
 */
export async function findRuns(
  runs: Runs,
  notes: RunNotes,
  runtimeOf: (file: string) => Promise<Runtime>,
): Promise<boolean> {
  let early = false
  for (const note of notes.read().sort((a, b) => a.startedAt - b.startedAt)) {
    if (runs.all.some(({ processId }) => processId === note.processId)) continue
    const { request, startedAt, lifetime, processId, report } = note
    // Somebody else's run ends with somebody else's window.
    const facts = { startedAt, lifetime: 'own' as const }
    if (report) {
      runs.start(request, async () => () => endedAlready(note, report), facts)
      notes.remove(processId)
      continue
    }
    try {
      const { connect } = await runtimeOf(request.file)
      // Who supervises a job in a window leaves no word.
      const job = await AttachedJob.to(lifetime === 'own' ? note : { ...note, file: undefined }, connect)
      const run = runs.start(request, async () => () => job, facts)
      if (lifetime === 'own') void runs.ended(run).then(() => notes.remove(processId))
    } catch {
      if (!isAlive(processId)) notes.remove(processId)
      else if (Date.now() - startedAt < START_MS) early = true
    }
  }
  return early
}

/** Shows what there is, and what other windows start from now on. Returns what ends that. */
export function followRuns(runs: Runs, notes: RunNotes, runtimeOf: (file: string) => Promise<Runtime>): () => void {
  let looking = Promise.resolve()
  let waits = false
  let again: NodeJS.Timeout | undefined
  const look = () => {
    // The note of a run of our own may be there before the run knows its process.
    waits = runs.running.some(({ processId }) => processId === undefined)
    if (waits) return
    looking = looking.then(async () => {
      clearTimeout(again)
      if (await findRuns(runs, notes, runtimeOf)) again = setTimeout(look, AGAIN_MS)
    })
  }
  const endings = [notes.onChange(look), runs.onChange(() => waits && look()), () => clearTimeout(again)]
  look()
  return () => {
    for (const end of endings) end()
  }
}

function endedAlready({ processId, path, token }: RunNote, report: ExitReport): JobProcess {
  const control: ControlClient | undefined = undefined
  return {
    processId,
    control,
    address: { path, token },
    ended: Promise.resolve(report),
    on({ state }) {
      for (const status of report.jobs) state?.(status)
    },
    stop() {},
    cancel() {},
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
