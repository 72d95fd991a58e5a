import { createConnection } from 'node:net'
import {
  createMessageConnection,
  type DataCallback,
  type Disposable,
  Emitter,
  ErrorCodes,
  type Event,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node'
import * as protocol from './protocol.ts'

export interface ConnectOptions {
  readonly path: string
  readonly token: string
  /** See `Hello`. Default `latest`. */
  readonly output?: 'all' | 'latest' | 'none'
}

type Params<T> = T extends { _: readonly [infer P, ...unknown[]] | undefined } ? P : never
type OutputParams = Params<typeof protocol.Output>
/** The content of a `table` sink. */
export type TableContent = Params<typeof protocol.Table>
type FailedParams = Params<typeof protocol.Failed>
type TappedParams = Params<typeof protocol.Tapped>

/**
 * A client of a running job. Attach listeners in the turn in which `connect` resolves: nothing arrives before it ends.
 *
 * Requests reject when the job's process does not know the job, refuses, or goes away.
 */
export class ControlClient {
  readonly processId: number
  /** The jobs that had been created when the client connected. Later ones are told by `onState`. */
  readonly jobs: readonly protocol.JobStatus[]
  readonly onState: Event<protocol.JobStatus>
  readonly onFailed: Event<FailedParams>
  readonly onMetricsAtEnd: Event<protocol.JobMetrics>
  readonly onTable: Event<TableContent>
  readonly onTapped: Event<TappedParams>
  /** The connection ended, from either side. */
  readonly onClose: Event<void>
  private readonly connection: MessageConnection
  private outputListener: ((batch: OutputParams) => void | Promise<void>) | undefined
  private waiting: OutputParams[] = []

  constructor(
    connection: MessageConnection,
    news: News,
    greeting: { readonly processId: number; readonly jobs: readonly protocol.JobStatus[] },
    all: boolean,
    onClose: Event<void>,
  ) {
    this.connection = connection
    this.processId = greeting.processId
    this.jobs = greeting.jobs
    this.onClose = onClose
    this.onState = news.state
    this.onFailed = news.failed
    this.onMetricsAtEnd = news.metricsAtEnd
    this.onTable = news.table
    this.onTapped = news.tapped
    news.output((batch) => void this.take(batch, all))
  }

  /**
   * Sets the one listener for lines. With `output: 'all'` the job waits, a window ahead, until the promise that the
   * listener returns has settled.
   */
  onOutput(listener: (batch: OutputParams) => void | Promise<void>): void {
    this.outputListener = listener
    for (const batch of this.waiting.splice(0)) void this.take(batch, true)
  }

  graph(job: number): Promise<{ readonly logical: unknown; readonly physical: unknown }> {
    return this.request(protocol.Graph, { job })
  }
  status(job: number): Promise<protocol.JobStatus> {
    return this.request(protocol.Status, { job })
  }
  metrics(job: number): Promise<protocol.JobMetrics> {
    return this.request(protocol.Metrics, { job })
  }
  /** @param at of the edges' channels only those that begin or end at the instance */
  channels(
    job: number,
    edges: readonly number[],
    at?: { readonly operatorId: number; readonly instance: number },
  ): Promise<{ readonly channels: readonly protocol.ChannelMetrics[]; readonly leftOut: number }> {
    return this.request(protocol.Channels, { job, edges, at })
  }
  /** Metrics have latencies from now on, or no more, as far as this client is concerned. */
  watchLatency(job: number, watch: boolean): Promise<null> {
    return this.request(protocol.WatchLatency, { job, watch })
  }
  /**
   * Replaces the edges whose records this client samples.
   *
   * @param perSecond most samples a second and edge, 1..1000; default 10
   */
  taps(job: number, edges: readonly number[], perSecond?: number, filter?: protocol.TapFilter): Promise<null> {
    return this.request(protocol.Taps, { job, edges, perSecond, filter })
  }
  /** What operators keep for a key. @param key as a user types it */
  queryState(job: number, name: string, key: string): Promise<readonly protocol.KeyStateEntry[]> {
    return this.request(protocol.QueryState, { job, name, key })
  }
  keyedOperators(job: number): Promise<readonly protocol.KeyedOperator[]> {
    return this.request(protocol.KeyedOperators, { job })
  }
  /** Keys for which an operator keeps something. @param limit of all instances, at most 1000; default 100 */
  stateKeys(
    job: number,
    operatorId: number,
    limit?: number,
  ): Promise<{ readonly keys: readonly protocol.KeptKey[]; readonly more: boolean }> {
    return this.request(protocol.StateKeys, { job, operatorId, limit })
  }
  /** Drains and ends a job. Resolves when it has ended. */
  stop(job: number): Promise<protocol.JobStatus> {
    return this.request(protocol.Stop, { job })
  }
  /** Ends a job at once. Resolves when it has ended. */
  cancel(job: number): Promise<protocol.JobStatus> {
    return this.request(protocol.Cancel, { job })
  }
  close(): void {
    this.connection.end()
    this.connection.dispose()
  }

  private async take(batch: OutputParams, acknowledge: boolean): Promise<void> {
    if (!this.outputListener) {
      this.waiting.push(batch)
      return
    }
    try {
      await this.outputListener(batch)
    } finally {
      if (acknowledge) await this.acknowledge(batch.sequence)
    }
  }

  private async acknowledge(sequence: number): Promise<void> {
    try {
      await this.connection.sendNotification(protocol.OutputTaken.method, { sequence })
    } catch {
      // A job that has gone needs no answer.
    }
  }

  /** The connection throws when it is closed; a request rejects. */
  private async request<R>(type: { readonly method: string }, params: object): Promise<R> {
    return this.connection.sendRequest<R>(type.method, params)
  }
}

interface News {
  readonly state: Event<protocol.JobStatus>
  readonly failed: Event<FailedParams>
  readonly metricsAtEnd: Event<protocol.JobMetrics>
  readonly table: Event<TableContent>
  readonly tapped: Event<TappedParams>
  readonly output: Event<OutputParams>
}

/**
 * What a job tells. To be called before the connection listens: a job that fails at once has closed it when its greeting
 * is read, and a closed connection takes no listener any more.
 */
function newsOf(connection: MessageConnection): News {
  const event = <P>(type: { readonly method: string }): Event<P> => {
    const emitter = new Emitter<P>()
    connection.onNotification(type.method, (params: P) => emitter.fire(params))
    return emitter.event
  }
  return {
    state: event(protocol.State),
    failed: event(protocol.Failed),
    metricsAtEnd: event(protocol.MetricsAtEnd),
    table: event(protocol.Table),
    tapped: event(protocol.Tapped),
    output: event(protocol.Output),
  }
}

/** Knows how many messages have been read that were not handled: the connection handles one in a turn of the loop. */
class CountingReader extends SocketMessageReader {
  waiting = 0

  override listen(callback: DataCallback): Disposable {
    return super.listen((message) => {
      this.waiting++
      callback(message)
    })
  }
}

/**
 * Connects to a job's process.
 *
 * @throws Error when nobody listens at the path, the token is wrong, or the versions differ
 */
export async function connect(options: ConnectOptions): Promise<ControlClient> {
  const { path, token, output = 'latest' } = options
  const socket = createConnection(path)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  const reader = new CountingReader(socket)
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket), undefined, {
    messageStrategy: {
      handleMessage(message, next) {
        reader.waiting--
        return next(message)
      },
    },
  })
  connection.onDispose(() => {
    // What waits then is never handled.
    reader.waiting = 0
  })
  const closed = new Emitter<void>()
  socket.on('error', () => {})
  const gone = new Promise<never>((_, reject) => {
    const end = () => {
      // What was read before the end is still to be told.
      if (reader.waiting > 0) {
        setImmediate(end)
        return
      }
      reject(hasEnded())
      connection.dispose()
      closed.fire()
    }
    socket.once('close', end)
  })
  gone.catch(() => {})
  connection.onError(() => socket.destroy())
  const news = newsOf(connection)
  connection.listen()
  try {
    const hello = connection.sendRequest(protocol.Hello, { token, version: protocol.PROTOCOL_VERSION, output })
    hello.catch(() => {})
    const greeting = await Promise.race([hello, gone])
    return new ControlClient(connection, news, greeting, output === 'all', closed.event)
  } catch (error) {
    socket.destroy()
    throw isBroken(error) ? hasEnded() : error
  }
}

const hasEnded = () => new Error('the job closed the connection: the token is wrong, or the job has just ended')

const BROKEN: ReadonlySet<unknown> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
])

/**
 * Whether a request was rejected because there is no connection to the job any more. What a job refuses is an error of the
 * same class.
 */
export const isBroken = (error: unknown) => error instanceof ResponseError && BROKEN.has(error.code)
