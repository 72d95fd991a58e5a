import * as vscode from 'vscode'
import type { Run, Runs } from '../run/index.ts'

/** In the status bar, while jobs run: which, or how many. It leads to the list of jobs. */
export class RunningItem implements vscode.Disposable {
  private readonly runs: Runs
  private readonly item = vscode.window.createStatusBarItem('millrace.running', vscode.StatusBarAlignment.Left)
  private readonly stop: () => void

  constructor(runs: Runs) {
    this.runs = runs
    this.item.name = vscode.l10n.t('Running jobs')
    this.item.command = 'millrace.jobs.focus'
    this.stop = runs.onChange(() => this.show())
    this.show()
  }

  dispose(): void {
    this.stop()
    this.item.dispose()
  }

  private show(): void {
    const { running } = this.runs
    if (running.length === 0) {
      this.item.hide()
      return
    }
    const names = running.map(jobName)
    this.item.text = `$(play) ${names.length === 1 ? names[0] : vscode.l10n.t('{0} jobs', names.length)}`
    this.item.tooltip = vscode.l10n.t('Running: {0}', names.join(', '))
    this.item.show()
  }
}

/** `word-count` */
const jobName = ({ name }: Run) => name.replace(/\.flow\.m?ts$/, '')
