import { type ChildProcess, fork } from 'node:child_process'
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'
import type { DiagramLanguage } from '../../../extension/src/diagram/index.ts'
import type { VersionedModel } from '../../../extension/src/language/index.ts'

let shared: Promise<LanguageServer> | undefined

/** The language server in its own process, as the extension starts it. */
export class LanguageServer implements DiagramLanguage {
  private readonly server: ChildProcess
  private readonly connection: MessageConnection
  private readonly listeners = new Map<string, (model: VersionedModel) => void>()

  private constructor(file: string) {
    this.server = fork(file, ['--node-ipc'], { execArgv: [] })
    this.connection = createMessageConnection(new IPCMessageReader(this.server), new IPCMessageWriter(this.server))
    this.connection.onNotification('millrace/modelChanged', (model: VersionedModel) =>
      this.listeners.get(model.uri)?.(model),
    )
    this.connection.onRequest('client/registerCapability', () => null)
    this.connection.listen()
  }

  /** The one of all test files of this process, as of all files of a window. It ends with the process. */
  static shared(file: string): Promise<LanguageServer> {
    shared ??= LanguageServer.start(file).then((started) => {
      process.once('exit', () => started.server.kill())
      return started
    })
    return shared
  }

  /** @param file `server.cjs`, bundled */
  static async start(file: string): Promise<LanguageServer> {
    const server = new LanguageServer(file)
    await server.connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
    await server.connection.sendNotification('initialized', {})
    return server
  }

  async open(uri: string, version: number, text: string, changed: (model: VersionedModel) => void): Promise<void> {
    this.listeners.set(uri, changed)
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'typescript', version, text },
    })
  }

  async change(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    })
  }

  async close(uri: string): Promise<void> {
    this.listeners.delete(uri)
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }

  plan: DiagramLanguage['plan'] = (params) => this.ask('millrace/plan', params)
  layout: DiagramLanguage['layout'] = (params) => this.ask('millrace/layout', params)
  draft: DiagramLanguage['draft'] = (params) => this.ask('millrace/draft', params)
  textOf: DiagramLanguage['textOf'] = (params) => this.ask('millrace/textOf', params)

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve))
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    await ended
    this.connection.dispose()
  }

  private async ask<T>(method: string, params: unknown): Promise<T | undefined> {
    return ((await this.connection.sendRequest(method, params)) as T | null) ?? undefined
  }
}
