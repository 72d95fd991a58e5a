import * as vscode from 'vscode'
import { type PreviewRequest, type PreviewRun, type Previews, previewHere, type StandBy } from '../run/index.ts'
import type { JobLauncher } from './job-launcher.ts'
import { nodeWishes, runRequest } from './run-request.ts'
import { unsavedTexts } from './unsaved-texts.ts'

/** What is to be previewed of a job. */
export type PreviewTarget = Pick<PreviewRequest, 'job' | 'jobName' | 'operator' | 'operatorName'>

/** Previews jobs as the editor shows them. */
export class JobPreviewer {
  private readonly previews: Previews
  private readonly launcher: JobLauncher
  private readonly extensionFile: string
  private readonly standBy: StandBy

  /** @param extensionFile absolute path of a file of the extension, beside which its own runtime is found */
  constructor(previews: Previews, launcher: JobLauncher, extensionFile: string, standBy: StandBy) {
    this.previews = previews
    this.launcher = launcher
    this.extensionFile = extensionFile
    this.standBy = standBy
  }

  /**
   * Starts a preview of the text as it is in the editor.
   *
   * @param targetOf is asked once what somebody was writing is in the text; undefined: there is nothing to preview
   */
  async preview(uri: vscode.Uri, targetOf: () => Promise<PreviewTarget | undefined>): Promise<PreviewRun | undefined> {
    if (!(await this.launcher.prepare(uri))) return undefined
    const target = await targetOf()
    if (!target) return undefined
    const document = await vscode.workspace.openTextDocument(uri)
    const settings = vscode.workspace.getConfiguration('millrace', uri)
    const run = runRequest(uri)
    const request: PreviewRequest = {
      ...target,
      run,
      records: settings.get('preview.records', 100),
      timeoutMs: settings.get('preview.timeLimit', 10) * 1_000,
    }
    const { extensionFile, standBy } = this
    const start = { request: run, texts: unsavedTexts(), node: nodeWishes(uri), extensionFile, standBy }
    return this.previews.start(request, document.getText(), previewHere(start, request))
  }
}
