import { Emitter, type Event, LanguageClient, State, TransportKind } from 'vscode-languageclient/node'
import type { FunctionEntry } from '../document/index.ts'
import {
  type DraftAnswer,
  type DraftParams,
  DraftRequest,
  type FunctionEntryParams,
  FunctionEntryRequest,
  type LayoutAnswer,
  LayoutOfDiagram,
  type LayoutParams,
  ModelChanged,
  ModelRequest,
  type PlanAnswer,
  type PlanParams,
  PlanRequest,
  type TextOfParams,
  TextOfRequest,
  type VersionedModel,
} from './protocol.ts'

/** Why the language server cannot answer. */
export interface Trouble {
  readonly reason: string
  readonly restart: true
}

const ENDED = 'The language server of Millrace has ended: what you see is how the job was.'

/**
 * The extension's side of the language server: what the text of each open job says, as it changes. The server is told
 * of every open TypeScript document, since a job's types depend on what it imports; it answers for jobs only.
 */
export class JobLanguage {
  private readonly client: LanguageClient
  private readonly changed = new Emitter<VersionedModel>()
  private started: Promise<void> | undefined
  private readonly trouble = new Emitter<Trouble | undefined>()
  readonly onModelChanged: Event<VersionedModel> = this.changed.event
  /** The server has ended by itself; undefined: it is there again. */
  readonly onTrouble: Event<Trouble | undefined> = this.trouble.event

  /** @param serverFile absolute path of the bundled server */
  constructor(serverFile: string) {
    const server = { module: serverFile, transport: TransportKind.ipc }
    this.client = new LanguageClient('millrace', 'Millrace', server, {
      documentSelector: [{ language: 'typescript' }, { pattern: '**/*.flow.{ts,mts}' }],
    })
    this.client.onNotification(ModelChanged, (model) => this.changed.fire(model))
    this.client.onDidChangeState(({ oldState, newState }) => {
      if (newState === State.Running) this.trouble.fire(undefined)
      else if (oldState === State.Running) this.trouble.fire({ reason: ENDED, restart: true })
    })
  }

  /** Starts the server, once. Until then nothing is known of any document. */
  start(): Promise<void> {
    this.started ??= this.client.start()
    return this.started
  }

  /** Starts the server again after it has ended. */
  async restart(): Promise<void> {
    await this.start().catch(() => {})
    await this.client.restart()
  }

  /** What the text of an open document says; undefined where the server does not know the document. */
  async model(uri: string): Promise<VersionedModel | undefined> {
    await this.start()
    return (await this.client.sendRequest(ModelRequest, { uri })) ?? undefined
  }

  /** The edits that carry out a command, or why there are none; undefined where the server does not know the document. */
  async plan(params: PlanParams): Promise<PlanAnswer | undefined> {
    await this.start()
    return (await this.client.sendRequest(PlanRequest, params)) ?? undefined
  }

  /** Where the boxes of a diagram stand; undefined when a newer request for the document came before the answer. */
  async layout(params: LayoutParams): Promise<LayoutAnswer | undefined> {
    await this.start()
    return (await this.client.sendRequest(LayoutOfDiagram, params)) ?? undefined
  }

  /** The TypeScript of operators; undefined when the document has moved on. */
  async textOf(params: TextOfParams): Promise<{ readonly text: string } | { readonly refused: string } | undefined> {
    await this.start()
    return (await this.client.sendRequest(TextOfRequest, params)) ?? undefined
  }

  /** What TypeScript says of an argument that is being written; undefined when the document has moved on. */
  async draft(params: DraftParams): Promise<DraftAnswer | undefined> {
    await this.start()
    return (await this.client.sendRequest(DraftRequest, params)) ?? undefined
  }

  /** Where a function that stands in a text begins to run, or the name it goes by. */
  async functionEntry(params: FunctionEntryParams): Promise<FunctionEntry | undefined> {
    await this.start()
    return (await this.client.sendRequest(FunctionEntryRequest, params)) ?? undefined
  }

  async dispose(): Promise<void> {
    this.changed.dispose()
    this.trouble.dispose()
    if (this.started === undefined) return
    // A server that is still starting cannot be told to stop.
    await this.started.catch(() => {})
    await this.client.dispose()
  }
}
