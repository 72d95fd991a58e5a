import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { diagnostics } from './features/diagnostics.ts'
import { registerFeatures } from './features.ts'
import { JobDocuments } from './job-documents.ts'
import type { OpenJob } from './open-job.ts'
import { ModelChanged, ModelRequest, type VersionedModel } from './protocol.ts'

/** The main module of the language server: a process of its own, so that reading large jobs keeps no editor waiting. */

const connection = createConnection(ProposedFeatures.all)
const documents = new TextDocuments(TextDocument)
const jobs = new JobDocuments()

const versioned = ({ document: { uri, version }, model, types }: OpenJob): VersionedModel => ({
  ...{ uri, version, model },
  ...(types ? { types } : {}),
})

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }))
registerFeatures(connection, (uri) => {
  const job = jobs.read(documents.get(uri))
  return job?.model.isJob ? job : undefined
})
connection.onRequest(ModelRequest, ({ uri }) => {
  const job = jobs.read(documents.get(uri))
  return job ? versioned(job) : null
})

// Also tells of a document that was just opened.
documents.onDidChangeContent(({ document }) => {
  const job = jobs.read(document)
  if (job === undefined) return
  void connection.sendNotification(ModelChanged, versioned(job))
  const found = diagnostics(job)
  if (found) void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: found })
})
documents.onDidClose(({ document: { uri } }) => {
  jobs.closed(uri)
  void connection.sendDiagnostics({ uri, diagnostics: [] })
})
documents.listen(connection)
connection.listen()
