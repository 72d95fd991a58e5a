import { fileURLToPath } from 'node:url'
import { FileChangeType, type FileEvent } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type NewError, type Plan, whereArgument } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import type { DraftParams } from '../protocol.ts'
import type { DraftAnswer } from './draft.ts'
import type { JobTypes } from './job-types.ts'
import { placesOf } from './places.ts'
import { TypeService, type TypeServiceOptions } from './type-service.ts'

/**
 * How long the checker, which may hold hundreds of megabytes, is kept for the next job after the last one was closed,
 * milliseconds: it takes a second to start.
 */
const IDLE_MS = 60_000

/**
 * Keeps the types of the open jobs up to date: asks for them when a job changes, and for those of all open jobs when
 * anything changes that they may import.
 */
export class JobTypeFeed {
  private readonly service: TypeService
  /** The open jobs, by path. */
  private readonly jobs = new Map<string, OpenJob>()
  private idle: NodeJS.Timeout | undefined

  constructor(options: TypeServiceOptions, came: (uri: string, version: number, types: JobTypes) => void) {
    this.service = new TypeService(options, (path, version, types) => {
      const job = this.jobs.get(path)
      if (job) came(job.document.uri, version, types)
    })
  }

  /** A document was opened or has changed. @param job what it says, if it may be a job */
  changed(document: TextDocument, job: OpenJob | undefined): void {
    const path = pathOf(document.uri)
    if (path === undefined) return
    this.service.open({ path, version: document.version, text: document.getText() })
    if (job?.model.isJob) {
      clearTimeout(this.idle)
      this.jobs.set(path, job)
      this.ask(path, job)
    } else {
      this.jobs.delete(path)
      this.askAll()
    }
  }

  closed(uri: string): void {
    const path = pathOf(uri)
    if (path === undefined) return
    this.jobs.delete(path)
    this.service.close(path)
    if (this.jobs.size > 0) return
    clearTimeout(this.idle)
    this.idle = setTimeout(() => void this.service.end(), IDLE_MS)
  }

  filesChanged(changes: readonly FileEvent[]): void {
    const files = changes.flatMap(({ uri, type }) => ({ path: pathOf(uri), type }))
    const paths = files.flatMap(({ path }) => path ?? [])
    if (paths.length === 0) return
    const structure = files.some(({ path, type }) => type !== FileChangeType.Changed || path?.endsWith('.json'))
    this.service.changed(paths, structure)
    this.askAll()
  }

  /** What TypeScript says of another text of an argument; undefined where there can be no such argument. */
  async draft(
    { document, model }: OpenJob,
    asked: Omit<DraftParams, 'uri' | 'version'>,
  ): Promise<DraftAnswer | undefined> {
    const path = pathOf(document.uri)
    const place = whereArgument(model, asked.operator, asked.argument, asked.of)
    if (path === undefined || place === undefined) return undefined
    const { from, to, before, behind } = place
    const draft = { range: { offset: from, length: to - from }, before, text: asked.text, behind }
    return this.service.draft(path, draft, asked.question)
  }

  /** The type errors that a plan for an open job will cause; undefined where the checker cannot say. */
  async newErrors({ document }: OpenJob, plan: Plan): Promise<readonly NewError[] | undefined> {
    const path = pathOf(document.uri)
    return path === undefined ? undefined : this.service.newErrors(path, plan)
  }

  end(): Promise<void> {
    clearTimeout(this.idle)
    return this.service.end()
  }

  private askAll(): void {
    for (const [path, job] of this.jobs) this.ask(path, job)
  }

  private ask(path: string, { document, model }: OpenJob): void {
    this.service.request({ path, version: document.version, places: placesOf(model) })
  }
}

/** The checker reads from the disk: what is not there has no types. */
function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
}
