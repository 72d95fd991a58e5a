import type { TextDocument } from 'vscode-languageserver-textdocument'
import { carryKeys, type JobModel, parse } from '../document/index.ts'
import type { OpenJob } from './open-job.ts'
import { ModelHistory } from './plan-command.ts'
import type { JobTypes } from './types/job-types.ts'

const JOB_FILE = /\.flow\.m?ts$/

interface Known {
  readonly version: number
  readonly job: OpenJob
  /** The last model of a text without syntax errors: keys are carried from it. */
  readonly whole: JobModel | undefined
  readonly history: ModelHistory
}

/** What the server knows of each open job: the model of its present version, and its types when they have come. */
export class JobDocuments {
  private readonly known = new Map<string, Known>()

  /** The job in a document; undefined for documents that may not have one. */
  read(document: TextDocument | undefined): OpenJob | undefined {
    if (document === undefined || !isJobFile(document.uri)) return undefined
    const { uri, version } = document
    const known = this.known.get(uri)
    // A document changes in place: its version tells.
    if (known?.version === version && known.job.document === document) return known.job
    const fresh = parse(document.getText(), { fileName: uri.slice(uri.lastIndexOf('/') + 1) })
    const model = known?.whole ? carryKeys(known.whole, fresh) : fresh
    const job: OpenJob = { document, model }
    const history = known?.history ?? new ModelHistory()
    history.add(version, model)
    this.known.set(uri, { version, job, history, whole: model.syntaxError ? known?.whole : model })
    return job
  }

  /** Types have come. Undefined when they are of a version that is no more. */
  typesCame(document: TextDocument | undefined, version: number, types: JobTypes): OpenJob | undefined {
    const job = this.read(document)
    if (job === undefined || job.document.version !== version) return undefined
    const typed = { ...job, types }
    this.known.set(job.document.uri, { ...this.known.get(job.document.uri)!, version, job: typed })
    return typed
  }

  /** Earlier models of a document that is open. */
  history(uri: string): ModelHistory {
    return this.known.get(uri)?.history ?? new ModelHistory()
  }

  closed(uri: string): void {
    this.known.delete(uri)
  }
}

export function isJobFile(uri: string): boolean {
  return JOB_FILE.test(uri)
}
