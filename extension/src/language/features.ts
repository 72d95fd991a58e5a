import {
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentSymbolRequest,
  HoverRequest,
  InlayHintRequest,
} from 'vscode-languageserver/node'
import { codeActions } from './features/code-actions.ts'
import { completions } from './features/completion.ts'
import { hover } from './features/hover.ts'
import { inlayHints } from './features/inlay-hints.ts'
import { lenses } from './features/lenses.ts'
import { symbols } from './features/symbols.ts'
import type { OpenJob } from './open-job.ts'

/** What the editor is asked to call the server for: jobs only, though the server is told of all TypeScript documents. */
const documentSelector = [{ pattern: '**/*.flow.{ts,mts}' }]

/** Answers the editor's requests. @param jobOf the job in a document; undefined where there is none */
export function registerFeatures(connection: Connection, jobOf: (uri: string) => OpenJob | undefined): void {
  connection.onInitialized(() => {
    for (const type of [CodeLensRequest, HoverRequest, DocumentSymbolRequest, InlayHintRequest] as const) {
      void connection.client.register(type.type as never, { documentSelector } as never)
    }
    void connection.client.register(CompletionRequest.type, { documentSelector, triggerCharacters: ['.'] })
    const codeActionKinds = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite]
    void connection.client.register(CodeActionRequest.type, { documentSelector, codeActionKinds })
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'millrace.inlayHints' })
    const watchers = ['**/*.{ts,mts,cts}', '**/{package,tsconfig*}.json'].map((globPattern) => ({ globPattern }))
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  })
  connection.onDidChangeConfiguration(() => void connection.languages.inlayHint.refresh())

  connection.onCodeLens(({ textDocument: { uri } }) => {
    const job = jobOf(uri)
    return job ? lenses(job) : null
  })
  connection.onHover(({ textDocument: { uri }, position }) => {
    const job = jobOf(uri)
    return (job && hover(job, job.document.offsetAt(position))) ?? null
  })
  connection.onDocumentSymbol(({ textDocument: { uri } }) => {
    const job = jobOf(uri)
    return job ? symbols(job) : null
  })
  connection.onCompletion(({ textDocument: { uri }, position }) => {
    const job = jobOf(uri)
    return job ? completions(job, job.document.offsetAt(position)) : null
  })
  connection.onCodeAction(({ textDocument: { uri }, range, context }) => {
    const job = jobOf(uri)
    return job ? codeActions(job, range, context.diagnostics) : null
  })
  connection.languages.inlayHint.on(async ({ textDocument: { uri }, range }) => {
    const settings = { scopeUri: uri, section: 'millrace.inlayHints' }
    const wanted: { enabled?: boolean } | null = await connection.workspace.getConfiguration(settings)
    const job = jobOf(uri)
    return wanted?.enabled && job ? inlayHints(job, range) : null
  })
}
