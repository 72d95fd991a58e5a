import * as vscode from 'vscode'
import { AttachedJob, findRuntime, RunNotes, type Runs } from '../run/index.ts'
import { showInstances } from './instance-frames.ts'
import { SETTINGS } from './launch-configuration.ts'
import { rootOf } from './root-session.ts'
import type { SessionFolder } from './session-folder.ts'

/** Requests of VS Code to the debugger at which what it debugs ends. */
const ENDS = new Set(['terminate', 'disconnect', 'restart'])
/** How often it is looked whether the session's program has started a job. */
const LOOK_MS = 150

interface Following {
  readonly runs: Runs
  /** Absolute path of the job. */
  readonly file: string
  readonly host: string
  beforeRestart(): void
  /** Told before VS Code shows where a thread has stopped. */
  beforeStop(): void
}

/**
 * Shows what a debug session runs among the runs, and removes its folder when it ends. A session is known by its
 * folder, which its configuration carries.
 *
 * @returns ends it early, for a session that was not started
 */
export function followSession(
  configuration: vscode.DebugConfiguration,
  folder: SessionFolder,
  { runs, file, host, beforeRestart, beforeStop }: Following,
): vscode.Disposable {
  const settings = configuration.env[SETTINGS]
  const isOurs = ({ configuration: { env } }: vscode.DebugSession) => env?.[SETTINGS] === settings
  const notes = new RunNotes(folder.path)
  const known = new Set<number>()
  const jobs = new Set<AttachedJob>()
  const look = async () => {
    for (const note of notes.read()) {
      if (known.has(note.processId)) continue
      known.add(note.processId)
      const { request, startedAt } = note
      try {
        const { connect } = await findRuntime(file, host)
        const job = await AttachedJob.to({ ...note, file: undefined }, connect)
        jobs.add(job)
        void job.ended.then(() => jobs.delete(job))
        runs.start(request, async () => () => job, { startedAt, debugged: true, lifetime: 'own' })
        folder.attached(note.processId)
      } catch {
        // It has ended already: the Debug Console has what it said.
      }
    }
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  const listening = vscode.Disposable.from(
    new vscode.Disposable(() => clearInterval(timer)),
    vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
      createDebugAdapterTracker: (session) =>
        isOurs(rootOf(session))
          ? {
              onWillReceiveMessage: ({ command }) => {
                if (command === 'restart') beforeRestart()
                if (!session.parentSession && ENDS.has(command)) for (const job of jobs) job.endAsked()
              },
              onDidSendMessage: (message) => {
                showInstances(message)
                if (message.event === 'stopped' && isShownNext(session)) beforeStop()
              },
            }
          : undefined,
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (!isOurs(session)) return
      listening.dispose()
      folder.remove()
    }),
  )
  return listening
}

/** Whether VS Code goes to where a thread stops: not while another stands still and is looked at. */
function isShownNext({ id }: vscode.DebugSession): boolean {
  const item = vscode.debug.activeStackItem
  return !(item instanceof vscode.DebugStackFrame) || item.session.id === id
}
