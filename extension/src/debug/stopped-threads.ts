import * as vscode from 'vscode'
import { operatorOf } from './instance-frames.ts'
import { jobOf } from './root-session.ts'

interface Frame {
  readonly name: string
  readonly line: number
  readonly column: number
  readonly source?: { readonly path?: string }
}

/** A place in a file that a thread stands still in. */
export interface StoppedPlace {
  readonly file: string
  readonly position: vscode.Position
}

/** Where a thread stands still, as far as its call stack is known yet. */
export interface StoppedThread {
  /** Absolute path of the job that it runs; undefined: something else. */
  readonly job: string | undefined
  /** Name of the operator whose function it is in. */
  readonly operator: string | undefined
  /** In each file the innermost, down to where the operator's function is called. */
  readonly places: readonly StoppedPlace[]
}

/** The threads that stand still under VS Code's JavaScript debugger. */
export class StoppedThreads implements vscode.Disposable {
  /** By session: each thread has one. */
  private readonly threads = new Map<string, StoppedThread>()
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onChange = this.changed.event
  private readonly listening: vscode.Disposable

  constructor() {
    this.listening = vscode.Disposable.from(
      this.changed,
      vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message) => this.told(session, message),
          onExit: () => this.goesOn(session),
        }),
      }),
      vscode.debug.onDidTerminateDebugSession((session) => this.goesOn(session)),
    )
  }

  get all(): readonly StoppedThread[] {
    return [...this.threads.values()]
  }

  dispose(): void {
    this.listening.dispose()
  }

  private told(
    session: vscode.DebugSession,
    message: { event?: string; command?: string; body?: { stackFrames?: Frame[] } },
  ): void {
    const { id } = session
    if (message.event === 'continued' || message.event === 'terminated') this.goesOn(session)
    if (message.event === 'stopped') this.threads.set(id, { job: jobOf(session), operator: undefined, places: [] })
    // A call stack that comes when the thread already goes on is an old one.
    const known = this.threads.get(id)
    if (message.command !== 'stackTrace' || !known) return
    this.threads.set(id, withFrames(known, message.body?.stackFrames ?? []))
    this.changed.fire()
  }

  private goesOn({ id }: vscode.DebugSession): void {
    if (this.threads.delete(id)) this.changed.fire()
  }
}

/** A call stack comes in parts, from the inside. */
function withFrames(thread: StoppedThread, frames: readonly Frame[]): StoppedThread {
  const places = [...thread.places]
  let { operator } = thread
  for (const frame of frames) {
    if (operator !== undefined) break
    operator = operatorOf(frame)
    const file = frame.source?.path
    if (operator !== undefined || file === undefined || places.some((place) => place.file === file)) continue
    const position = new vscode.Position(Math.max(0, frame.line - 1), Math.max(0, frame.column - 1))
    places.push({ file, position })
  }
  return { ...thread, operator, places }
}
