import { Worker } from 'node:worker_threads'
import type { NewError, Plan } from '../../document/index.ts'
import type { Draft, DraftAnswer, DraftQuestion } from './draft.ts'
import type { JobTypes } from './job-types.ts'
import type { FromWorker, ToWorker, WorkerData } from './messages.ts'
import type { Places } from './places.ts'

export interface TypeServiceOptions extends Omit<WorkerData, 'superseded'> {
  /** The bundled worker. */
  readonly workerFile: string
}

/** A text that is open in the editor. */
export interface OpenFile {
  readonly path: string
  readonly version: number
  readonly text: string
}

/** Told of the types of a version of a job's text. */
export type TypesCame = (path: string, version: number, types: JobTypes) => void

interface Request {
  readonly path: string
  readonly version: number
  readonly places: Places
}

/** A check that has been superseded and still runs after this time, milliseconds, is ended with its thread. */
const PATIENCE_MS = 5_000

/**
 * Asks the checker, which runs in a thread of its own, one job at a time. A request that a newer one of the same job
 * supersedes is dropped, also while it is being answered. The thread starts with the first request.
 */
export class TypeService {
  private readonly options: TypeServiceOptions
  private readonly answered: TypesCame
  private readonly files = new Map<string, OpenFile>()
  private readonly waiting = new Map<string, Request>()
  /** By id: who waits for the answer to a question that is not about the types. */
  private readonly questions = new Map<number, (answer: unknown) => void>()
  private readonly superseded = new Int32Array(new SharedArrayBuffer(4))
  private worker: Worker | undefined
  private inFlight: (Request & { readonly id: number; readonly since: number }) | undefined
  private lastId = 0

  constructor(options: TypeServiceOptions, answered: TypesCame) {
    this.options = options
    this.answered = answered
  }

  open(file: OpenFile): void {
    this.files.set(file.path, file)
    this.send({ type: 'text', ...file })
  }

  close(path: string): void {
    this.files.delete(path)
    this.waiting.delete(path)
    this.send({ type: 'text', path, version: 0, text: undefined })
  }

  /** Files on the disk have changed. @param structure also where modules are found, or how they are read */
  changed(paths: readonly string[], structure: boolean): void {
    this.send({ type: 'changed', paths, structure })
  }

  /** Asks for the types of an open job; what was asked for it before is no longer wanted. */
  request(request: Request): void {
    this.waiting.set(request.path, request)
    const { inFlight } = this
    if (inFlight?.path === request.path) {
      Atomics.store(this.superseded, 0, inFlight.id)
      if (performance.now() - inFlight.since > PATIENCE_MS) void this.end()
    }
    this.next()
  }

  /** What TypeScript says of a draft of an argument of an open job; undefined when the thread ends before it answers. */
  draft(path: string, draft: Draft, question: DraftQuestion): Promise<DraftAnswer | undefined> {
    return this.ask((id) => ({ type: 'draft', id, path, draft, question }))
  }

  /** The type errors that a plan for an open job will cause; undefined when the thread ends before it answers. */
  newErrors(path: string, plan: Plan): Promise<readonly NewError[] | undefined> {
    return this.ask((id) => ({ type: 'newErrors', id, path, plan }))
  }

  private ask<T>(question: (id: number) => ToWorker): Promise<T | undefined> {
    this.worker ??= this.start()
    const id = ++this.lastId
    this.send(question(id))
    return new Promise((resolve) => this.questions.set(id, resolve as (answer: unknown) => void))
  }

  /** Ends the thread. Another one starts with the next request. */
  async end(): Promise<void> {
    const { worker } = this
    this.forget()
    await worker?.terminate()
  }

  private forget(): void {
    this.worker = undefined
    this.inFlight = undefined
    for (const resolve of this.questions.values()) resolve(undefined)
    this.questions.clear()
  }

  private next(): void {
    if (this.inFlight) return
    const [first] = this.waiting.values()
    if (first === undefined) return
    this.waiting.delete(first.path)
    const id = ++this.lastId
    this.inFlight = { ...first, id, since: performance.now() }
    this.worker ??= this.start()
    this.send({ type: 'types', id, path: first.path, places: first.places })
  }

  private start(): Worker {
    const { workerFile, libFolder, ownFolder } = this.options
    const workerData: WorkerData = { libFolder, ownFolder, superseded: this.superseded }
    const worker = new Worker(workerFile, { workerData })
    worker.unref()
    worker.on('message', (answer: FromWorker) => {
      if (this.worker === worker) this.take(answer)
    })
    // A thread that died (out of memory, say) is replaced at the next request: what killed it may be gone by then.
    worker.on('error', (error) => {
      console.error(`the types worker died: ${error.message}`)
      if (this.worker === worker) this.forget()
    })
    for (const file of this.files.values()) worker.postMessage({ type: 'text', ...file } satisfies ToWorker)
    return worker
  }

  private take(message: FromWorker): void {
    if (message.type === 'answer') {
      this.questions.get(message.id)?.(message.answer)
      this.questions.delete(message.id)
      return
    }
    const { id, types } = message
    const { inFlight } = this
    if (inFlight?.id !== id) return
    this.inFlight = undefined
    if (types && !this.waiting.has(inFlight.path)) this.answered(inFlight.path, inFlight.version, types)
    this.next()
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message)
  }
}
