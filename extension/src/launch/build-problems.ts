import * as vscode from 'vscode'
import type { JobErrorData, Run, Runs } from '../run/index.ts'

interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Shows why jobs were not started in Problems, at the user's lines, until the job is started again or the file changes. */
export class BuildProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('millrace-build')
  private readonly seen = new WeakSet<Run>()
  /** By job file: the files that its problems are in. */
  private readonly files = new Map<string, vscode.Uri[]>()
  private readonly listening: vscode.Disposable

  constructor(runs: Runs) {
    this.listening = vscode.Disposable.from(
      this.collection,
      new vscode.Disposable(
        runs.onChange(() => {
          for (const run of runs.all) this.look(run)
        }),
      ),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.collection.delete(document.uri)
      }),
    )
  }

  /** Shows the problems of a build; without an error, takes away those of the one before. */
  show(jobFile: string, error?: JobErrorData): void {
    for (const uri of this.files.get(jobFile) ?? []) this.collection.delete(uri)
    this.files.delete(jobFile)
    const byFile = new Map<string, vscode.Diagnostic[]>()
    for (const { file, line, column, message } of error ? problemsOf(error) : []) {
      const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1))
      const diagnostic = new vscode.Diagnostic(new vscode.Range(place, place), message)
      diagnostic.source = 'millrace'
      byFile.set(file, [...(byFile.get(file) ?? []), diagnostic])
    }
    const uris = [...byFile].map(([file, diagnostics]) => {
      const uri = vscode.Uri.file(file)
      this.collection.set(uri, diagnostics)
      return uri
    })
    if (uris.length > 0) this.files.set(jobFile, uris)
  }

  dispose(): void {
    this.listening.dispose()
  }

  private look(run: Run): void {
    if (this.seen.has(run) || run.isPast) return
    if (run.state === 'building') {
      this.show(run.file)
    } else {
      this.seen.add(run)
      this.show(run.file, run.error)
    }
  }
}

/** The problems that stand in files, of an error that kept a job from starting. */
export function problemsOf({ reason, message, cure, position, details = [] }: JobErrorData): Problem[] {
  if (reason !== 'invalid-job') return []
  const others = details.flatMap((detail) => {
    const [, file, line, column, text] = /^(.+?):(\d+):(\d+): (.*)$/s.exec(detail) ?? []
    return file === undefined ? [] : [{ file, line: Number(line), column: Number(column), message: text }]
  })
  if (!position) return others
  return [{ ...position, message: cure ? `${message}. ${cure}` : message }, ...others]
}
