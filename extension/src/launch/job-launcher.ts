import * as vscode from 'vscode'
import type { DiagramEditor } from '../editor/index.ts'
import {
  type Run,
  type RunNotes,
  type RunRequest,
  type Runs,
  type StandBy,
  standByFor,
  superviseApart,
  superviseHere,
} from '../run/index.ts'
import { nodeWishes, runRequest } from './run-request.ts'
import { unsavedTexts } from './unsaved-texts.ts'

/** Absolute paths of the extension's programs. */
export interface Programs {
  /** The extension itself, beside which its own runtime is found. */
  readonly extension: string
  /** The program of debug sessions. */
  readonly debugHost: string
  /** The program that supervises a job that stays when the editor ends. */
  readonly jobKeeper: string
}

/** What a job shows that was opened comes first, and then the process of its first run. Milliseconds. */
const EXPECT_MS = 2_000

/** Runs jobs as the editor shows them. */
export class JobLauncher {
  private readonly runs: Runs
  private readonly notes: RunNotes
  private readonly editor: DiagramEditor
  private readonly programs: Programs
  private readonly standBy: StandBy
  private expected: NodeJS.Timeout | undefined

  constructor(runs: Runs, notes: RunNotes, editor: DiagramEditor, programs: Programs, standBy: StandBy) {
    this.runs = runs
    this.notes = notes
    this.editor = editor
    this.programs = programs
    this.standBy = standBy
  }

  /** Starts a run of the text as it is in the editor; it is shown in the panel. Undefined where saving it failed. */
  async run(request: RunRequest): Promise<Run | undefined> {
    const uri = vscode.Uri.file(request.file)
    if (!(await this.prepare(uri))) return undefined
    const settings = {
      request,
      texts: unsavedTexts(),
      node: nodeWishes(uri),
      extensionFile: this.programs.extension,
    }
    const stays = vscode.workspace.getConfiguration('millrace', uri).get('keepJobsRunning', false)
    if (stays) {
      const apart = superviseApart(settings, this.notes, this.programs.jobKeeper)
      const run = this.runs.start(request, apart, { lifetime: 'own' })
      // Nobody else has to be told how it ended.
      void this.runs.ended(run).then(() => run.processId !== undefined && this.notes.remove(run.processId))
      return run
    }
    const run = this.runs.start(request, superviseHere({ ...settings, standBy: this.standBy }))
    this.leaveNote(run)
    return run
  }

  /** A job was opened: starts a process that waits for its first run. Only the first job of a window has it. */
  expectRun(uri: vscode.Uri): void {
    this.expected ??= setTimeout(() => {
      const settings = { request: runRequest(uri), node: nodeWishes(uri), extensionFile: this.programs.extension }
      void standByFor(this.standBy, settings)
    }, EXPECT_MS)
  }

  dispose(): void {
    clearTimeout(this.expected)
  }

  /** Brings what somebody is writing in a diagram into the text, and saves it where the settings want that. */
  async prepare(uri: vscode.Uri): Promise<boolean> {
    await this.editor.applyDrafts(uri)
    if (!vscode.workspace.getConfiguration('millrace', uri).get('saveBeforeRun', false)) return true
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString())
    return !document?.isDirty || document.save()
  }

  /** Other windows of this folder, and this one once it is loaded again, show the run as long as it goes on. */
  private leaveNote(run: Run): void {
    const { request, startedAt } = run
    const stop = run.onChange(() => {
      const { processId, address } = run
      if (processId === undefined || address === undefined) return
      stop()
      if (run.hasEnded) return
      this.notes.write({ request, startedAt, lifetime: 'editor', processId, ...address })
      void this.runs.ended(run).then(() => this.notes.remove(processId))
    })
  }
}
