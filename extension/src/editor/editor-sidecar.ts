import * as vscode from 'vscode'
import type { SidecarFile } from '../diagram/index.ts'
import { sidecarOf } from '../layout/index.ts'

/** The file beside a job, in whatever file system the job is. */
export class EditorSidecar implements SidecarFile {
  readonly name: string
  private readonly uri: vscode.Uri

  constructor(job: vscode.Uri) {
    this.uri = job.with({ path: sidecarOf(job.path) ?? `${job.path}.layout.json` })
    this.name = this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1)
  }

  async read(): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.uri))
    } catch {
      return undefined
    }
  }

  async write(text: string | undefined): Promise<void> {
    try {
      if (text === undefined) await vscode.workspace.fs.delete(this.uri)
      else await vscode.workspace.fs.writeFile(this.uri, new TextEncoder().encode(text))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} could not be written: {1}', this.name, why))
    }
  }

  async askToReplace(notice: string): Promise<boolean> {
    const replace = vscode.l10n.t('Replace')
    const keep = vscode.l10n.t('Leave It')
    return (await vscode.window.showWarningMessage(notice, replace, keep)) === replace
  }

  /** Calls back when the file changed on disk. */
  watch(changed: () => void): vscode.Disposable {
    const folder = vscode.Uri.joinPath(this.uri, '..')
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, this.name))
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    )
  }
}
