import ts from 'typescript'
import type { JobModel, Unread } from './job-model.ts'
import { Imports } from './reading/imports.ts'
import { JobReader } from './reading/job-reader.ts'
import { ModelBuilder } from './reading/model-builder.ts'

export interface ParseOptions {
  /** The name of the file; only its ending counts. */
  readonly fileName?: string
}

const nothing = { environments: [], operators: [], edges: [], groups: [], idlePartitions: [], unread: [] }

/** A command is planned by reading the text that it makes, and that is what the document says next. */
let latest: { readonly text: string; readonly fileName: string; readonly model: JobModel } | undefined

/**
 * Reads a job's text without running it. Reads what it can of any text, and never throws: what it does not understand
 * is an opaque operator or in `unread`, each with its place.
 */
export function parse(text: string, { fileName = 'job.flow.ts' }: ParseOptions = {}): JobModel {
  if (latest?.text !== text || latest.fileName !== fileName) latest = { text, fileName, model: read(text, fileName) }
  return latest.model
}

function read(text: string, fileName: string): JobModel {
  try {
    const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
    const imports = Imports.of(source)
    if (imports === undefined) return { isJob: false, ...nothing }
    const syntaxError = firstSyntaxError(source)
    const builder = new ModelBuilder(source)
    new JobReader(builder, imports).read(source)
    builder.resolveDefaults()
    const model: JobModel = { isJob: true, ...builder.model(), ...(syntaxError ? { syntaxError } : {}) }
    builder.link(model, imports)
    return model
  } catch (error) {
    // TypeScript's parser is recursive: text nested thousands of levels deep ends its stack.
    if (!(error instanceof RangeError)) throw error
    const range = { offset: 0, length: 0 }
    return { isJob: true, ...nothing, unread: [{ message: 'the text is nested too deeply to be read', range }] }
  }
}

function firstSyntaxError(source: ts.SourceFile): Unread | undefined {
  // Not in TypeScript's declarations, but what its own language service takes syntax errors from.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }
  const first = parseDiagnostics?.[0]
  if (first === undefined) return undefined
  const message = ts.flattenDiagnosticMessageText(first.messageText, '\n')
  return { message, range: { offset: first.start, length: first.length } }
}
