import { Emitter, type Event, LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { ModelChanged, ModelRequest, type VersionedModel } from './protocol.ts'

/** The extension's side of the language server: what the text of each open job says, as it changes. */
export class JobLanguage {
  private readonly client: LanguageClient
  private readonly changed = new Emitter<VersionedModel>()
  readonly onModelChanged: Event<VersionedModel> = this.changed.event

  /** @param serverFile absolute path of the bundled server */
  constructor(serverFile: string) {
    const server = { module: serverFile, transport: TransportKind.ipc }
    this.client = new LanguageClient('millrace', 'Millrace', server, {
      documentSelector: [{ pattern: '**/*.flow.{ts,mts}' }],
    })
    this.client.onNotification(ModelChanged, (model) => this.changed.fire(model))
  }

  start(): Promise<void> {
    return this.client.start()
  }

  /** What the text of an open document says; undefined where the server does not know the document. */
  async model(uri: string): Promise<VersionedModel | undefined> {
    return (await this.client.sendRequest(ModelRequest, { uri })) ?? undefined
  }

  async dispose(): Promise<void> {
    this.changed.dispose()
    await this.client.dispose()
  }
}
