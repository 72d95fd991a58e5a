import { Emitter, type Event, LanguageClient, TransportKind } from 'vscode-languageclient/node'
import {
  type DraftAnswer,
  type DraftParams,
  DraftRequest,
  ModelChanged,
  ModelRequest,
  type VersionedModel,
} from './protocol.ts'

/**
 * The extension's side of the language server: what the text of each open job says, as it changes. The server is told
 * of every open TypeScript document, since a job's types depend on what it imports; it answers for jobs only.
 */
export class JobLanguage {
  private readonly client: LanguageClient
  private readonly changed = new Emitter<VersionedModel>()
  private started: Promise<void> | undefined
  readonly onModelChanged: Event<VersionedModel> = this.changed.event

  /** @param serverFile absolute path of the bundled server */
  constructor(serverFile: string) {
    const server = { module: serverFile, transport: TransportKind.ipc }
    this.client = new LanguageClient('millrace', 'Millrace', server, {
      documentSelector: [{ language: 'typescript' }, { pattern: '**/*.flow.{ts,mts}' }],
    })
    this.client.onNotification(ModelChanged, (model) => this.changed.fire(model))
  }

  /** Starts the server, once. Until then nothing is known of any document. */
  start(): Promise<void> {
    this.started ??= this.client.start()
    return this.started
  }

  /** What the text of an open document says; undefined where the server does not know the document. */
  async model(uri: string): Promise<VersionedModel | undefined> {
    await this.start()
    return (await this.client.sendRequest(ModelRequest, { uri })) ?? undefined
  }

  /** What TypeScript says of an argument that is being written; undefined when the document has moved on. */
  async draft(params: DraftParams): Promise<DraftAnswer | undefined> {
    await this.start()
    return (await this.client.sendRequest(DraftRequest, params)) ?? undefined
  }

  async dispose(): Promise<void> {
    this.changed.dispose()
    if (this.started === undefined) return
    // A server that is still starting cannot be told to stop.
    await this.started.catch(() => {})
    await this.client.dispose()
  }
}
