import type { Debugging, Diagram } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import { StoppedThreads } from '../debug/index.ts'
import { type BreakpointPlace, debuggingOf } from '../diagram/index.ts'
import type { JobOperator, TextRange } from '../document/index.ts'
import type { JobLanguage } from '../language/index.ts'
import type { OpenJob } from './open-job.ts'

interface PlacedBreakpoint {
  readonly breakpoint: vscode.Breakpoint
  readonly place: BreakpointPlace
}

/** Breakpoints on operators, and where threads stand still in them. */
export class DebugMarks implements vscode.Disposable {
  private readonly language: JobLanguage
  private readonly stopped = new StoppedThreads()
  /** By id of a breakpoint in another file: the operator that it was set for. */
  private readonly elsewhere = new Map<string, { readonly job: string; readonly operator: string }>()

  constructor(language: JobLanguage) {
    this.language = language
  }

  onChange(listener: () => void): vscode.Disposable {
    return vscode.Disposable.from(vscode.debug.onDidChangeBreakpoints(listener), this.stopped.onChange(listener))
  }

  /** What a diagram shows of it. */
  of({ text, diagram: { model } }: OpenJob, shown: Diagram): Debugging {
    if (!model) return { breakpoints: {}, stopped: [] }
    const { document } = text
    const { fsPath } = document.uri
    const stopped = this.stopped.all.map(({ job, operator, places }) => {
      const here = places.find(({ file }) => file === fsPath)
      return {
        operator: job === fsPath ? operator : undefined,
        at: here && { offset: document.offsetAt(here.position) },
      }
    })
    const breakpoints = this.breakpointsOf(document).map(({ place }) => place)
    return debuggingOf(model, shown, breakpoints, stopped)
  }

  /**
   * Takes the breakpoints of a box away, or sets one where its function begins.
   *
   * @returns why it cannot
   */
  async toggle(job: OpenJob, shown: Diagram, key: string): Promise<string | undefined> {
    const { text, diagram } = job
    const node = shown.nodes.find((one) => one.key === key)
    const operator = diagram.model?.operators[node?.operators[0] ?? -1]
    if (!node || !operator || !diagram.model) return undefined
    const { model } = diagram
    const there = this.breakpointsOf(text.document).filter(
      ({ place }) => key in debuggingOf(model, shown, [place], []).breakpoints,
    )
    if (there.length > 0) {
      vscode.debug.removeBreakpoints(there.map(({ breakpoint }) => breakpoint))
      return undefined
    }
    const location = await this.entryOf(text.document, operator)
    if (!location) return vscode.l10n.t('{0} calls no function of yours: there is nothing to stop in.', node.name)
    const breakpoint = new vscode.SourceBreakpoint(location)
    if (location.uri.toString() !== text.uri) {
      this.elsewhere.set(breakpoint.id, { job: text.uri, operator: operator.key })
    }
    vscode.debug.addBreakpoints([breakpoint])
    return undefined
  }

  dispose(): void {
    this.stopped.dispose()
  }

  private breakpointsOf(document: vscode.TextDocument): PlacedBreakpoint[] {
    const uri = document.uri.toString()
    return vscode.debug.breakpoints.flatMap((breakpoint): PlacedBreakpoint[] => {
      if (!(breakpoint instanceof vscode.SourceBreakpoint)) return []
      const { enabled, location, id } = breakpoint
      const set = this.elsewhere.get(id)
      if (set?.job === uri) return [{ breakpoint, place: { enabled, at: { operator: set.operator } } }]
      if (location.uri.toString() !== uri) return []
      const { start } = location.range
      const offset = document.offsetAt(start)
      // One that was set in the margin is the line's.
      const at = start.character > 0 ? { offset } : { line: { offset, length: document.lineAt(start).text.length } }
      return [{ breakpoint, place: { enabled, at } }]
    })
  }

  /** Where the first of an operator's functions begins to run. */
  private async entryOf(document: vscode.TextDocument, operator: JobOperator): Promise<vscode.Location | undefined> {
    const calls = [operator, ...(operator.calls ?? [])]
    for (const argument of calls.flatMap((call) => call.arguments)) {
      const location = await this.locate(document, argument.range)
      if (location) return location
    }
    return undefined
  }

  /** @param hops how many names may lead to others */
  private async locate(
    document: vscode.TextDocument,
    range: TextRange,
    hops = 3,
  ): Promise<vscode.Location | undefined> {
    const found = await this.language.functionEntry({ text: document.getText(), fileName: document.fileName, range })
    if (!found) return undefined
    if ('entry' in found) return new vscode.Location(document.uri, document.positionAt(found.entry))
    if (hops === 0) return undefined
    const [definition] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      document.positionAt(found.name),
    )
    if (!definition) return undefined
    const [uri, place] =
      'targetUri' in definition
        ? [definition.targetUri, definition.targetSelectionRange ?? definition.targetRange]
        : [definition.uri, definition.range]
    const target = await vscode.workspace.openTextDocument(uri)
    const offset = target.offsetAt(place.start)
    const name = target.getWordRangeAtPosition(place.start) ?? place
    return this.locate(target, { offset, length: target.offsetAt(name.end) - offset }, hops - 1)
  }
}
