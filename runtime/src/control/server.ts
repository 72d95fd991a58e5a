import { createServer, type Server } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { SinkResult } from '../connectors/index.ts'
import type { JobErrorData } from '../failure/index.ts'
import type { Endpoint } from './endpoint.ts'
import { OutputLog } from './output-log.ts'
import * as protocol from './protocol.ts'
import type { ControlledJob, JobListener } from './running-job.ts'
import { Session, type SessionHost } from './session.ts'

export interface ServerOptions {
  /**
   * Whether a client with `output: 'all'` is known to come: lines are then kept for it, and the jobs wait for it, from
   * the start. Default false.
   */
  readonly ownerExpected?: boolean
  /** How far the jobs may print ahead of their owner, bytes. Default 1 MiB. */
  readonly window?: number
  /** Most lines kept for late clients. Default 10,000. */
  readonly maxLines?: number
  /** Most bytes of lines kept for late clients. Default 4 MiB. */
  readonly maxBytes?: number
}

/** What an owner was not told, or may not have read: for a process that ends. */
export interface Undelivered {
  readonly output: readonly {
    readonly job: number
    readonly lines: readonly protocol.OutputLine[]
    readonly sequence: number
  }[]
  readonly notifications: readonly { readonly method: string; readonly params: unknown }[]
}

const ENDED: ReadonlySet<protocol.JobState> = new Set(['finished', 'failed', 'cancelled'])
/** How long a job that has ended waits for clients that it does not belong to. */
const OTHERS_MS = 1_000
/** How long the process waits for its owner to hang up, which may have no processor for a while. */
const HANG_UP_MS = 2_000

/**
 * Serves the control protocol for the jobs of this process. It listens to the jobs and tells its clients; only the
 * owner (the client with `output: 'all'`) can make a job wait.
 *
 * Neither server nor clients keep the process alive.
 */
export class ControlServer implements JobListener {
  private readonly log: OutputLog
  private readonly window: number
  private readonly sessions = new Set<Session>()
  private readonly controlled = new Map<number, ControlledJob>()
  private readonly failures = new Map<number, JobErrorData>()
  private readonly tables = new Map<string, { readonly job: number }>()
  private readonly totals = new Map<number, protocol.JobMetrics>()
  private readonly server: Server
  private owner: Session | 'expected' | 'none'
  /** Sent to the owner and not taken yet: number of the last line, and `log.totalBytes` up to there. */
  private underWay: { readonly sequence: number; readonly bytes: number }[] = []
  private sentBytes = 0
  private takenSequence = 0
  private takenBytes = 0
  private roomWaiters: (() => void)[] = []
  private ownerWaiters: (() => void)[] = []
  /** The owner has hung up after it had read everything. */
  private allRead = false

  private constructor(endpoint: Endpoint, options: ServerOptions) {
    this.log = new OutputLog(options.maxLines, options.maxBytes)
    this.window = options.window ?? 1024 * 1024
    this.owner = options.ownerExpected ? 'expected' : 'none'
    if (options.ownerExpected) this.log.hold = 0
    const host: SessionHost = {
      log: this.log,
      token: endpoint.token,
      jobs: () => [...this.controlled.values()],
      claimOwnership: (session) => this.claimOwnership(session),
      greeted: (session) => this.greet(session),
      taken: (session, sequence) => this.taken(session, sequence),
      closed: (session) => this.left(session),
    }
    this.server = createServer((socket) => {
      socket.unref()
      this.sessions.add(new Session(socket, host))
    })
    this.server.unref()
  }

  /** Listens at an endpoint made by `createEndpoint`. Rejects when the socket cannot be made. */
  static async listen(endpoint: Endpoint, options: ServerOptions = {}): Promise<ControlServer> {
    const control = new ControlServer(endpoint, options)
    await new Promise<void>((resolve, reject) => {
      control.server.once('error', reject)
      control.server.listen(endpoint.path, () => {
        control.server.off('error', reject)
        control.server.on('error', () => {})
        resolve()
      })
    })
    return control
  }

  jobCreated(job: ControlledJob): void {
    this.controlled.set(job.job, job)
    this.stateChanged(job.status())
  }

  stateChanged(status: protocol.JobStatus): void {
    const metrics = ENDED.has(status.state) && this.controlled.get(status.job)?.observation.totals()
    if (metrics) {
      this.totals.set(status.job, metrics)
      this.tell(protocol.MetricsAtEnd.method, metrics)
    }
    this.tell(protocol.State.method, status)
    if (status.state === 'failed' && status.error) this.failed(status.job, status.error)
  }

  /** A job failed. Called by `stateChanged`; by others only for what fails before there is a job. */
  failed(job: number, error: JobErrorData): void {
    if (this.failures.has(job)) return
    this.failures.set(job, error)
    this.tell(protocol.Failed.method, { job, error })
  }

  printed(job: number, lines: readonly protocol.OutputLine[]): void | Promise<void> {
    if (lines.length === 0) return
    this.log.append(job, lines)
    for (const session of this.sessions) if (session.outbox.lines) session.outbox.wake()
    if (this.owner !== 'none' && this.aheadOfOwner() > this.window) {
      return new Promise((resolve) => this.roomWaiters.push(resolve))
    }
  }

  sinkResult(job: number, operatorId: number, result: SinkResult): void {
    if (result.kind !== 'table') return
    const { name, columns, rows, final } = result
    const key = `table ${job} ${operatorId}`
    const table = { job, operatorId, name, columns, rows, final }
    this.tables.set(key, table)
    this.tell(protocol.Table.method, table, key)
  }

  /** How far the jobs are ahead of their owner, bytes; 0 without one. */
  aheadOfOwner(): number {
    return this.owner === 'none' ? 0 : this.log.totalBytes - this.takenBytes
  }

  /** Resolves when a client has become the owner. */
  ownerCame(): Promise<void> {
    if (this.owner !== 'expected') return Promise.resolve()
    return new Promise((resolve) => this.ownerWaiters.push(resolve))
  }

  /**
   * Resolves when the owner has everything, or has gone; and when the others have what they are owed, for which they get
   * a moment. Keeps the process alive meanwhile.
   */
  async delivered(): Promise<void> {
    await this.deliveredToOwner()
    const others = [...this.sessions].filter((session) => session.greeted && session !== this.owner)
    if (others.length === 0) return
    await Promise.race([setTimeout(OTHERS_MS), Promise.all(others.map(({ outbox }) => outbox.drained()))])
  }

  private async deliveredToOwner(): Promise<void> {
    const owner = this.owner
    if (typeof owner === 'string') return
    owner.socket.ref()
    await owner.outbox.drained()
    if (this.owner === owner && this.aheadOfOwner() > 0) {
      await new Promise<void>((resolve) => this.roomWaiters.push(resolve))
      if (this.aheadOfOwner() > 0) return this.deliveredToOwner()
    }
    owner.socket.unref()
  }

  /** Tells nobody anything more. Resolves when the clients have read everything and hung up, or do not for too long. */
  async hangUp(): Promise<void> {
    const owner = this.owner
    const hungUp = [...this.sessions].map(async (session) => {
      const impatient = setTimeout(session === owner ? HANG_UP_MS : OTHERS_MS, false)
      const hasRead = await Promise.race([session.hangUp(), impatient])
      if (session === owner) this.allRead = hasRead
    })
    await Promise.all(hungUp)
  }

  /**
   * What the owner does not have, or may not have: the socket has taken how jobs ended and what is in their tables, but
   * an owner whose connection breaks as the process ends has not read it.
   */
  undelivered(): Undelivered {
    if (this.allRead) return { output: [], notifications: [] }
    const states = [...this.controlled.values()].map((job) => job.status())
    const notifications = [
      ...[...this.tables.values()].map((table) => ({ method: protocol.Table.method, params: table })),
      ...[...this.totals.values()].map((metrics) => ({ method: protocol.MetricsAtEnd.method, params: metrics })),
      ...states.map((status) => ({ method: protocol.State.method, params: status })),
      ...[...this.failures].map(([job, error]) => ({ method: protocol.Failed.method, params: { job, error } })),
    ]
    if (this.owner === 'none') return { output: [], notifications }
    const output: { job: number; lines: readonly protocol.OutputLine[]; sequence: number }[] = []
    let batch = this.log.read(this.takenSequence, Number.POSITIVE_INFINITY)
    for (; batch; batch = this.log.read(batch.sequence, Number.POSITIVE_INFINITY)) {
      output.push({ job: batch.job, lines: batch.lines, sequence: batch.sequence })
    }
    return { output, notifications }
  }

  /** Ends all sessions, stops listening, and removes the socket. */
  close(): void {
    for (const session of [...this.sessions]) session.close()
    this.server.close()
    this.releaseAll()
  }

  private tell(method: string, params: unknown, key?: string): void {
    for (const session of this.sessions) if (session.greeted) session.outbox.notify(method, params, key)
  }

  private claimOwnership(session: Session): string | undefined {
    if (typeof this.owner !== 'string') return 'another client has the whole output of this job already'
    this.owner = session
    session.outbox.allowance = () => this.window - (this.sentBytes - this.takenBytes)
    session.outbox.onSent = (sequence, bytes) => {
      this.sentBytes += bytes
      this.underWay.push({ sequence, bytes: this.sentBytes })
    }
    if (this.log.hold !== 0) {
      // It came late: what the log still has is what it gets.
      this.takenBytes = this.sentBytes = this.log.totalBytes - this.log.keptBytes
    }
    this.log.hold = 0
    return undefined
  }

  private greet(session: Session): void {
    session.outbox.lines = session.output !== 'none'
    for (const [job, error] of this.failures) session.outbox.notify(protocol.Failed.method, { job, error })
    for (const [key, table] of this.tables) session.outbox.notify(protocol.Table.method, table, key)
    session.outbox.wake()
    if (session === this.owner) for (const resolve of this.ownerWaiters.splice(0)) resolve()
  }

  private taken(session: Session, sequence: number): void {
    if (session !== this.owner) return
    while (this.underWay.length > 0 && this.underWay[0].sequence <= sequence) {
      const batch = this.underWay.shift()!
      this.takenBytes = batch.bytes
      this.takenSequence = batch.sequence
    }
    this.log.hold = this.takenSequence
    this.log.evict()
    session.outbox.wake()
    if (this.aheadOfOwner() <= this.window) this.releaseAll()
  }

  private left(session: Session): void {
    this.sessions.delete(session)
    if (session !== this.owner) return
    this.owner = 'none'
    this.log.hold = Number.POSITIVE_INFINITY
    this.log.evict()
    this.releaseAll()
  }

  private releaseAll(): void {
    for (const resolve of this.roomWaiters.splice(0)) resolve()
  }
}
