import { timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import {
  createMessageConnection,
  ErrorCodes,
  type Message,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node'
import type { JobErrorData } from '../failure/index.ts'
import { Outbox } from './outbox.ts'
import type { OutputLog } from './output-log.ts'
import * as protocol from './protocol.ts'
import type { ControlledJob } from './running-job.ts'

/** What a session asks of the server it belongs to. */
export interface SessionHost {
  readonly log: OutputLog
  readonly token: string
  jobs(): readonly ControlledJob[]
  /** Makes the session the one that the jobs wait for. Returns why not, when it cannot be. */
  claimOwnership(session: Session): string | undefined
  /** The session has said hello: queue what it missed. */
  greeted(session: Session): void
  taken(session: Session, sequence: number): void
  closed(session: Session): void
}

/** How long a client may take to say hello, and how much it may say before: it is a stranger until then. */
const HELLO_MS = 5_000
const HELLO_BYTES = 64 * 1024
const MAX_KEYS = 1_000
/** Answers a client may leave unread before it is dropped. */
const MAX_UNREAD_ANSWERS = 1_000

/** One client of the control protocol, as the server sees it. */
export class Session {
  readonly socket: Socket
  readonly outbox: Outbox
  output: 'all' | 'latest' | 'none' = 'none'
  greeted = false
  private readonly host: SessionHost
  private readonly connection: MessageConnection
  private readonly writer: BoundedWriter
  /** By job: what ends the sampling, and the measuring of latency, that this client has asked for. */
  private readonly taps = new Map<number, () => void>()
  private readonly latencies = new Map<number, () => void>()
  private strangerBytes = 0
  private over = false

  constructor(socket: Socket, host: SessionHost) {
    this.socket = socket
    this.host = host
    this.writer = new BoundedWriter(socket, () => this.close())
    this.connection = createMessageConnection(new SocketMessageReader(socket), this.writer)
    this.outbox = new Outbox(host.log, (method, params) => this.connection.sendNotification(method, params))
    socket.on('error', () => this.close())
    socket.on('close', () => this.close())
    socket.on('data', (data) => this.countStrangerBytes(data.length))
    setTimeout(() => this.greeted || this.close(), HELLO_MS).unref()
    this.answerRequests()
    this.connection.onError(() => this.close())
    this.connection.onClose(() => this.close())
    this.connection.listen()
  }

  /** Ends the session; its taps end, and nobody waits for it any more. */
  close(): void {
    if (this.over) return
    this.over = true
    this.outbox.close()
    for (const stop of [...this.taps.values(), ...this.latencies.values()]) stop()
    this.taps.clear()
    this.latencies.clear()
    this.connection.dispose()
    this.socket.destroy()
    this.host.closed(this)
  }

  /**
   * Says nothing more. Resolves when the client has hung up too, with whether it has read everything by then. Without
   * that what a client asks of a process that has just ended breaks its connection, and what it has not read is lost.
   */
  hangUp(): Promise<boolean> {
    if (this.over) return Promise.resolve(false)
    this.writer.ended = true
    this.socket.ref()
    return new Promise((resolve) => {
      this.socket.once('close', (broken) => resolve(!broken))
      this.socket.end()
    })
  }

  private answerRequests(): void {
    this.connection.onRequest(protocol.Hello, (params) => this.hello(params))
    this.on(protocol.Graph, (job) => job.graph())
    this.on(protocol.Status, (job) => job.status())
    this.answerObservers()
    this.on(protocol.Stop, (job) => job.stop())
    this.on(protocol.Cancel, (job) => job.cancel())
    this.connection.onNotification(protocol.OutputTaken, ({ sequence }) => {
      if (this.greeted) this.host.taken(this, Number(sequence))
      else this.close()
    })
    this.connection.onRequest((method) => {
      if (!this.greeted) this.close()
      return new ResponseError(ErrorCodes.MethodNotFound, `the control protocol has no request '${method}'`)
    })
    this.connection.onNotification(() => {
      if (!this.greeted) this.close()
    })
  }

  private answerObservers(): void {
    this.on(protocol.Metrics, ({ observation }) => observation.metrics())
    this.on(protocol.Channels, ({ observation }, { edges, at }) => observation.channels(edges, at))
    this.on(protocol.WatchLatency, ({ job, observation }, { watch }) => {
      const stop = this.latencies.get(job)
      if (watch && stop === undefined) this.latencies.set(job, observation.watchLatency())
      if (!watch) {
        stop?.()
        this.latencies.delete(job)
      }
      return null
    })
    this.on(protocol.Taps, (job, { edges, perSecond = 10, filter }) => this.watch(job, edges, perSecond, filter))
    this.on(protocol.QueryState, ({ observation }, { name, key }) => observation.queryState(String(name), String(key)))
    this.on(protocol.KeyedOperators, ({ observation }) => observation.keyedOperators())
    this.on(protocol.StateKeys, ({ observation }, { operatorId, limit = 100 }) =>
      observation.stateKeys(operatorId, Math.min(MAX_KEYS, Math.max(1, limit))),
    )
  }

  private on<P extends protocol.JobOnly, R>(
    type: { readonly method: string } & import('vscode-jsonrpc').RequestType<P, R, JobErrorData>,
    answer: (job: ControlledJob, params: P) => R | Promise<R>,
  ): void {
    this.connection.onRequest(type.method, async (params: P) => {
      if (!this.greeted) return this.close()
      const jobs = this.host.jobs()
      const job = jobs.find((each) => each.job === params?.job)
      if (!job) {
        const known = jobs.map((each) => `${each.job} (${each.status().name})`).join(', ')
        throw refusal(`there is no job ${params?.job}; ${known ? `there are ${known}` : 'none was started yet'}`)
      }
      try {
        return await answer(job, params)
      } catch (error) {
        throw refusal(error instanceof Error ? error.message : String(error))
      }
    })
  }

  private hello(params: {
    readonly token: string
    readonly version: number
    readonly output: 'all' | 'latest' | 'none'
  }): { version: number; processId: number; jobs: protocol.JobStatus[] } {
    if (this.greeted || typeof params?.token !== 'string' || !sameText(params.token, this.host.token)) {
      this.close()
      throw refusal('wrong token')
    }
    if (params.version !== protocol.PROTOCOL_VERSION) {
      throw refusal(
        `the job speaks version ${protocol.PROTOCOL_VERSION} of the control protocol, this client ${params.version}: ` +
          'use the millrace version that the job was started with',
      )
    }
    if (params.output === 'all') {
      const refused = this.host.claimOwnership(this)
      if (refused) throw refusal(refused)
    }
    this.greeted = true
    this.output = params.output === 'all' || params.output === 'latest' ? params.output : 'none'
    this.host.greeted(this)
    const jobs = this.host.jobs().map((job) => job.status())
    return { version: protocol.PROTOCOL_VERSION, processId: process.pid, jobs }
  }

  private watch(
    { job, observation }: ControlledJob,
    edges: readonly number[],
    perSecond: number,
    filter?: protocol.TapFilter,
  ): null {
    const before = this.taps.get(job)
    if (edges.length > 0) {
      // One that is refused leaves what was.
      const stop = observation.tap({
        edges,
        perSecond: Math.min(1_000, Math.max(1, perSecond)),
        filter,
        listener: (samples, progress) => this.outbox.tapped(job, samples, progress),
      })
      this.taps.set(job, stop)
    } else this.taps.delete(job)
    before?.()
    return null
  }

  private countStrangerBytes(bytes: number): void {
    if (this.greeted) return
    this.strangerBytes += bytes
    if (this.strangerBytes > HELLO_BYTES) this.close()
  }
}

/** A client that asks and asks and reads no answer must not fill this process's memory. */
class BoundedWriter extends SocketMessageWriter {
  /** Answers go nowhere from now on. */
  ended = false
  private unread = 0
  private readonly giveUp: () => void

  constructor(socket: Socket, giveUp: () => void) {
    super(socket)
    this.giveUp = giveUp
  }

  override async write(message: Message): Promise<void> {
    if (this.ended) return
    if (++this.unread > MAX_UNREAD_ANSWERS) this.giveUp()
    try {
      await super.write(message)
    } finally {
      this.unread--
    }
  }
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

function refusal(message: string): ResponseError<JobErrorData> {
  return new ResponseError(ErrorCodes.InvalidRequest, message, { reason: 'invalid-job', message })
}
