import type { StoredDraft } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import { JobDiagram, type TextProblem } from '../diagram/index.ts'
import { applyEdits } from '../document/index.ts'
import type { JobLanguage } from '../language/index.ts'
import { EditorJobText } from './editor-job-text.ts'
import { EditorSidecar } from './editor-sidecar.ts'

const SEVERITIES: Readonly<Record<number, TextProblem['severity']>> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
}

/** That a text is clean comes right before that it was saved; a save that fails tells nothing. */
const SAVED_WITHIN_MS = 200

/** How often drafts are planned anew because the text changed in the meantime: leaving a field applies its draft too. */
const TRIES = 4

/** A job that at least one diagram shows: tells its `JobDiagram` what happens to its document. */
export class OpenJob {
  readonly text: EditorJobText
  readonly diagram: JobDiagram
  private readonly listening: vscode.Disposable
  /** The text as it was before the change that is told of now. */
  private before: string
  /** What a save was asked to make of the text, and the drafts that are in it then: VS Code may decline. */
  private offered: { readonly text: string; readonly drafts: readonly StoredDraft[] } | undefined
  /** The text has become clean: it was reverted, unless it was saved. */
  private clean: ReturnType<typeof setTimeout> | undefined

  private constructor(text: EditorJobText, language: JobLanguage) {
    this.text = text
    const { document } = text
    const uri = text.uri
    this.before = document.getText()
    const sidecar = new EditorSidecar(document.uri)
    const diagram = new JobDiagram(text, language, sidecar)
    this.diagram = diagram
    this.listening = vscode.Disposable.from(
      language.onModelChanged((changed) => {
        if (changed.uri === uri) diagram.take(changed)
      }),
      language.onTrouble((trouble) => diagram.setTrouble(trouble)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return
        const { Undo, Redo } = vscode.TextDocumentChangeReason
        if (event.contentChanges.length > 0) {
          const now = document.getText()
          const same = now === this.before
          this.before = now
          if (now === this.offered?.text) diagram.drafts.applied(this.offered.drafts)
          this.offered = undefined
          diagram.changed(event.reason === Undo ? 'undo' : event.reason === Redo ? 'redo' : 'edit', same)
        } else if (!document.isDirty) this.clean = setTimeout(() => diagram.reverted(), SAVED_WITHIN_MS)
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        // A save that nobody asked for does not apply what somebody is in the middle of writing.
        if (event.document !== document || event.reason === vscode.TextDocumentSaveReason.AfterDelay) return
        event.waitUntil(this.draftEdits())
      }),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        if (saved !== document) return
        clearTimeout(this.clean)
        void diagram.writeSidecar()
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        // What we select ourselves has no kind.
        if (textEditor.document === document && kind !== undefined) {
          diagram.cursorAt(document.offsetAt(selections[0].active))
        }
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((changed) => changed.toString() === uri)) this.readProblems()
      }),
      sidecar.watch(() => void diagram.readSidecar()),
    )
  }

  static async of(document: vscode.TextDocument, language: JobLanguage): Promise<OpenJob> {
    const job = new OpenJob(await EditorJobText.of(document), language)
    await job.diagram.readSidecar()
    job.readProblems()
    const known = await language.model(job.text.uri)
    if (known) job.diagram.take(known)
    return job
  }

  /** Brings what somebody is writing in the inspector into the text, for who wants the text now. */
  async applyDrafts(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { version } = this.text
      const { edits, drafts } = await this.diagram.draftEdits()
      if (edits.length > 0 && !(await this.text.apply(version, edits))) continue
      this.diagram.drafts.applied(drafts)
      return
    }
  }

  dispose(): void {
    clearTimeout(this.clean)
    this.listening.dispose()
  }

  private async draftEdits(): Promise<vscode.TextEdit[]> {
    const { text } = this
    const { edits, drafts } = await this.diagram.draftEdits()
    this.offered = { text: applyEdits(text.document.getText(), edits), drafts }
    return edits.map(({ offset, length, text: replaced }) => new vscode.TextEdit(text.range(offset, length), replaced))
  }

  private readProblems(): void {
    const { document } = this.text
    const problems = vscode.languages.getDiagnostics(document.uri).map(({ range, severity, message }): TextProblem => {
      const offset = document.offsetAt(range.start)
      const length = document.offsetAt(range.end) - offset
      return { range: { offset, length }, severity: SEVERITIES[severity] ?? 'hint', message }
    })
    this.diagram.setProblems(problems)
  }
}
