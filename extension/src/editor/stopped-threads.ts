import * as vscode from 'vscode'

interface Frame {
  readonly line: number
  readonly column: number
  readonly source?: { readonly path?: string }
}

/** A place in a file that a thread stands still in. */
export interface StoppedPlace {
  readonly file: string
  readonly position: vscode.Position
}

/** Where threads stand still under VS Code's JavaScript debugger, as their call stacks tell. */
export class StoppedThreads implements vscode.Disposable {
  /** By session: each thread has one. The innermost place in each file. */
  private readonly places = new Map<string, StoppedPlace[]>()
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onChange = this.changed.event
  private readonly listening: vscode.Disposable

  constructor() {
    this.listening = vscode.Disposable.from(
      this.changed,
      vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
        createDebugAdapterTracker: ({ id }) => ({
          onDidSendMessage: (message) => this.told(id, message),
          onExit: () => this.goesOn(id),
        }),
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.goesOn(id)),
    )
  }

  get all(): readonly StoppedPlace[] {
    return [...this.places.values()].flat()
  }

  dispose(): void {
    this.listening.dispose()
  }

  private told(session: string, message: { event?: string; command?: string; body?: { stackFrames?: Frame[] } }): void {
    if (message.event === 'continued' || message.event === 'terminated') this.goesOn(session)
    if (message.event === 'stopped') this.places.set(session, [])
    // A call stack that comes when the thread already goes on is an old one.
    const known = this.places.get(session)
    if (message.command !== 'stackTrace' || !known) return
    for (const { line, column, source } of message.body?.stackFrames ?? []) {
      const file = source?.path
      if (file === undefined || known.some((place) => place.file === file)) continue
      known.push({ file, position: new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1)) })
    }
    this.changed.fire()
  }

  private goesOn(session: string): void {
    if (this.places.delete(session)) this.changed.fire()
  }
}
