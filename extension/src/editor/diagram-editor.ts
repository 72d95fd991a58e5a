import type { FromDiagram, ToDiagram } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import type { JobModel } from '../document/index.ts'
import type { JobLanguage } from '../language/index.ts'
import { webviewHtml } from '../webview/index.ts'
import { diagramOf } from './diagram.ts'

/** The custom editor that shows a job's text as a diagram. It writes nothing. */
export class DiagramEditor implements vscode.CustomTextEditorProvider {
  static readonly viewType = 'millrace.diagram'
  private readonly language: JobLanguage
  private readonly extensionUri: vscode.Uri

  constructor(language: JobLanguage, extensionUri: vscode.Uri) {
    this.language = language
    this.extensionUri = extensionUri
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel
    const uri = document.uri.toString()
    let latest: JobModel | undefined
    let lastWhole: JobModel | undefined
    let ready = false

    const draw = () => {
      if (!latest) return
      const message: ToDiagram = { type: 'diagram', diagram: diagramOf(latest, lastWhole) }
      if (ready) void webview.postMessage(message)
    }
    const take = (model: JobModel) => {
      latest = model
      if (!model.syntaxError) lastWhole = model
      draw()
    }
    const listening = this.language.onModelChanged((changed) => {
      if (changed.uri === uri) take(changed.model)
    })
    webview.onDidReceiveMessage(async (message: FromDiagram) => {
      if (message.type === 'ready') {
        ready = true
        const known = latest ?? (await this.language.model(uri))?.model
        if (known) take(latest ?? known)
      } else {
        const shown = latest?.syntaxError && lastWhole ? lastWhole : latest
        const operator = shown?.operators.find(({ id }) => id === message.operatorId)
        if (operator) await showText(document, operator.range.offset)
      }
    })
    panel.onDidDispose(() => listening.dispose())
    webviewHtml(webview, this.extensionUri, 'editor', 'Millrace diagram')
  }
}

async function showText(document: vscode.TextDocument, offset: number): Promise<void> {
  const at = document.positionAt(offset)
  const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn
  await vscode.window.showTextDocument(document, {
    viewColumn: beside ?? vscode.ViewColumn.Beside,
    selection: new vscode.Range(at, at),
  })
}
