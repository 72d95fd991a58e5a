import * as vscode from 'vscode'
import { newJob } from './new-job.ts'
import { openSample } from './open-sample.ts'

export { runnerOf, type TestOfJob, type TestRunner, testText } from './test-text.ts'

/** The commands that begin something. */
export function registerTemplates(extensionUri: vscode.Uri, isJob: (uri: vscode.Uri) => boolean): vscode.Disposable {
  const packed = (folder: string) => vscode.Uri.joinPath(extensionUri, 'dist', folder)
  return vscode.Disposable.from(
    vscode.commands.registerCommand('millrace.newJob', () => newJob(packed('templates'), isJob)),
    vscode.commands.registerCommand('millrace.openSample', () => openSample(packed('samples'))),
  )
}
