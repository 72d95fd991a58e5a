import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type JobModel, parse } from '../document/index.ts'
import { ModelChanged, ModelRequest, type VersionedModel } from './protocol.ts'

/** The main module of the language server: a process of its own, so that reading large jobs keeps no editor waiting. */

const connection = createConnection(ProposedFeatures.all)
const documents = new TextDocuments(TextDocument)
const known = new WeakMap<TextDocument, { readonly version: number; readonly model: JobModel }>()

function read(document: TextDocument): VersionedModel {
  const { uri, version } = document
  let latest = known.get(document)
  if (latest?.version !== version) {
    latest = { version, model: parse(document.getText()) }
    known.set(document, latest)
  }
  return { uri, version, model: latest.model }
}

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }))
connection.onRequest(ModelRequest, ({ uri }) => {
  const document = documents.get(uri)
  return document ? read(document) : null
})
// Also tells of a document that was just opened.
documents.onDidChangeContent(({ document }) => void connection.sendNotification(ModelChanged, read(document)))
documents.listen(connection)
connection.listen()
