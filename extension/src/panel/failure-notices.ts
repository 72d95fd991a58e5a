import * as vscode from 'vscode'
import { type Run, type Runs, sentences } from '../run/index.ts'
import { OutputPanel } from './output-panel.ts'

/** Says that a job has failed to who does not see it: the view "Output" is closed, or shows another run. */
export class FailureNotices implements vscode.Disposable {
  private readonly runs: Runs
  private readonly output: Pick<OutputPanel, 'visible'>
  private readonly known = new WeakSet<Run>()
  private readonly stop: () => void

  constructor(runs: Runs, output: Pick<OutputPanel, 'visible'>) {
    this.runs = runs
    this.output = output
    this.stop = runs.onChange(() => {
      for (const run of runs.all) this.look(run)
    })
  }

  dispose(): void {
    this.stop()
  }

  private look(run: Run): void {
    if (!run.hasEnded || run.isPast || this.known.has(run)) return
    this.known.add(run)
    const seen = this.output.visible && this.runs.shown === run
    if (run.error && !run.debugged && !seen) void this.tell(run, sentences(run.error)[0])
  }

  private async tell(run: Run, sentence: string): Promise<void> {
    const show = vscode.l10n.t('Show')
    const debug = vscode.l10n.t('Debug this record')
    const choices = run.error?.failedCall ? [show, debug] : [show]
    const chosen = await vscode.window.showErrorMessage(`${run.name}: ${sentence.split('\n', 1)[0]}`, ...choices)
    if (chosen === undefined) return
    this.runs.show(run)
    await vscode.commands.executeCommand(`${OutputPanel.viewType}.focus`)
    if (chosen === debug) await vscode.commands.executeCommand('millrace.debugRecord', run.id)
  }
}
