import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { functionEntry, keepsTypes, textOf } from '../document/index.ts'
import { diagnostics } from './features/diagnostics.ts'
import { registerFeatures } from './features.ts'
import { JobDocuments } from './job-documents.ts'
import { LayoutThreads } from './layout-threads.ts'
import type { OpenJob } from './open-job.ts'
import { planCommand } from './plan-command.ts'
import {
  DraftRequest,
  FunctionEntryRequest,
  LayoutOfDiagram,
  ModelChanged,
  ModelRequest,
  PlanRequest,
  TextOfRequest,
  type VersionedModel,
} from './protocol.ts'
import { JobTypeFeed } from './types/job-type-feed.ts'

/** The main module of the language server: a process of its own, so that reading large jobs keeps no editor waiting. */

const connection = createConnection(ProposedFeatures.all)
const documents = new TextDocuments(TextDocument)
const jobs = new JobDocuments()
/** Where the bundles are: this one, the types worker's, TypeScript's libraries, and the runtime or a way to it. */
const folder = fileURLToPath(new URL('.', import.meta.url))
const files = { workerFile: join(folder, 'types-worker.cjs'), libFolder: join(folder, 'lib'), ownFolder: folder }
const feed = new JobTypeFeed(files, (uri, version, types) => {
  const job = jobs.typesCame(documents.get(uri), version, types)
  if (job) void connection.sendNotification(ModelChanged, versioned(job))
})

const layouts = new LayoutThreads(new URL('layout-worker.cjs', import.meta.url))

function versioned({ document: { uri, version }, model, types }: OpenJob): VersionedModel {
  return { uri, version, model, ...(types ? { types } : {}) }
}

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }))
registerFeatures(connection, (uri) => {
  const job = jobs.read(documents.get(uri))
  return job?.model.isJob ? job : undefined
})
connection.onRequest(ModelRequest, ({ uri }) => {
  const job = jobs.read(documents.get(uri))
  return job ? versioned(job) : null
})
connection.onRequest(PlanRequest, async (params) => {
  const document = documents.get(params.uri)
  const job = jobs.read(document)
  if (job === undefined || document === undefined) return null
  const { version } = document
  const answer = planCommand(params, { version, text: document.getText(), model: job.model }, jobs.history(params.uri))
  if (!params.check || 'refused' in answer) return answer
  // Asked before the next message is read: the checker is told of texts in the same order as this thread.
  const newErrors = keepsTypes(params.command) ? [] : await feed.newErrors(job, answer)
  return { ...answer, ...(newErrors ? { newErrors } : {}) }
})
connection.onRequest(TextOfRequest, ({ uri, version, operators }) => {
  const job = jobs.read(documents.get(uri))
  if (job?.document.version !== version) return null
  const text = textOf(job.model, operators)
  return typeof text === 'string' ? { text } : text
})
connection.onRequest(LayoutOfDiagram, async ({ uri, version, diagram }) => {
  const layout = await layouts.layout(uri, diagram)
  return layout ? { version, layout } : null
})
connection.onRequest(DraftRequest, async ({ uri, version, ...asked }) => {
  const job = jobs.read(documents.get(uri))
  if (job?.document.version !== version) return null
  return (await feed.draft(job, asked)) ?? null
})
connection.onRequest(FunctionEntryRequest, ({ text, range, fileName }) => functionEntry(text, range, fileName) ?? null)
connection.onDidChangeWatchedFiles(({ changes }) => feed.filesChanged(changes))
connection.onShutdown(async () => {
  await Promise.all([feed.end(), layouts.dispose()])
})

// Also tells of a document that was just opened.
documents.onDidChangeContent(async ({ document }) => {
  const { version } = document
  const job = jobs.read(document)
  if (job) {
    // What is sent goes out when this has let go: who draws does not wait for what comes now.
    await connection.sendNotification(ModelChanged, versioned(job))
    // It was closed, or has changed again, and is dealt with.
    if (documents.get(document.uri) !== document || document.version !== version) return
    const found = diagnostics(job)
    if (found) void connection.sendDiagnostics({ uri: document.uri, version, diagnostics: found })
  }
  feed.changed(document, job)
})
documents.onDidClose(({ document }) => {
  jobs.closed(document.uri)
  void layouts.closed(document.uri)
  feed.closed(document.uri)
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
})
documents.listen(connection)
connection.listen()
