import type * as vscode from 'vscode'
import { type PastRun, pastRun, type Runs } from '../run/index.ts'

const KEY = 'millrace.pastRuns'
const MOST = 20

/** Keeps what is known of runs that have ended, so that the list of jobs is there when the window is loaded again. */
export class PastRuns implements vscode.Disposable {
  private readonly runs: Runs
  private readonly memento: vscode.Memento
  private readonly stop: () => void
  private saved = ''

  constructor(runs: Runs, memento: vscode.Memento) {
    this.runs = runs
    this.memento = memento
    runs.restore(memento.get<readonly PastRun[]>(KEY, []))
    this.saved = this.ended()
    this.stop = runs.onChange(() => {
      if (this.ended() !== this.saved) void this.save()
    })
  }

  async save(): Promise<void> {
    this.saved = this.ended()
    const ended = this.runs.all.filter((run) => run.hasEnded).slice(0, MOST)
    await this.memento.update(KEY, ended.map(pastRun))
  }

  dispose(): void {
    this.stop()
  }

  /** Which runs have ended. */
  private ended(): string {
    return this.runs.all.flatMap((run) => (run.hasEnded ? [run.id] : [])).join()
  }
}
