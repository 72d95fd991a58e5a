import * as vscode from 'vscode'
import { AttachedJob, findRuntime, RunNotes, type Runs } from '../run/index.ts'
import { showInstances } from './instance-frames.ts'
import { SETTINGS } from './launch-configuration.ts'
import type { SessionFolder } from './session-folder.ts'

/** How often it is looked whether the session's program has started a job. */
const LOOK_MS = 150

interface Following {
  readonly runs: Runs
  /** Absolute path of the job. */
  readonly file: string
  readonly host: string
  beforeRestart(): void
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
  { runs, file, host, beforeRestart }: Following,
): vscode.Disposable {
  const settings = configuration.env[SETTINGS]
  const isOurs = ({ configuration: { env } }: vscode.DebugSession) => env?.[SETTINGS] === settings
  const notes = new RunNotes(folder.path)
  const known = new Set<number>()
  const look = async () => {
    for (const note of notes.read()) {
      if (known.has(note.processId)) continue
      known.add(note.processId)
      const { request, startedAt } = note
      try {
        const { connect } = await findRuntime(file, host)
        const job = await AttachedJob.to({ ...note, file: undefined }, connect)
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
              onWillReceiveMessage: ({ command }) => (command === 'restart' ? beforeRestart() : undefined),
              onDidSendMessage: showInstances,
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

/** Each thread has a session below the one of its process. */
function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession ? rootOf(session.parentSession) : session
}
