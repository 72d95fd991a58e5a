import { basename } from 'node:path'
import * as vscode from 'vscode'
import { type Run, type RunState, type Runs, sentences } from '../run/index.ts'

const ICONS: Readonly<Record<RunState, readonly [icon: string, color?: string]>> = {
  building: ['loading~spin'],
  running: ['play-circle', 'charts.green'],
  stopping: ['loading~spin'],
  finished: ['pass', 'testing.iconPassed'],
  stopped: ['circle-slash'],
  cancelled: ['circle-slash'],
  failed: ['error', 'errorForeground'],
}
/** How often the time of what runs is written anew. A row that is drawn while a button in it is pressed loses the press. */
const TICK_MS = 5_000

/** The view "Jobs": what runs and what has run, the newest first. Who chooses one sees it in the other views. */
export class JobsTree implements vscode.TreeDataProvider<Run>, vscode.Disposable {
  static readonly viewType = 'millrace.jobs'
  private readonly changed = new vscode.EventEmitter<Run | undefined>()
  readonly onDidChangeTreeData = this.changed.event
  private readonly runs: Runs
  private readonly tree: vscode.TreeView<Run>
  private readonly listening: vscode.Disposable
  private timer: NodeJS.Timeout | undefined

  constructor(runs: Runs) {
    this.runs = runs
    this.tree = vscode.window.createTreeView(JobsTree.viewType, { treeDataProvider: this })
    this.listening = vscode.Disposable.from(
      this.tree,
      this.changed,
      new vscode.Disposable(runs.onChange(() => this.follow())),
      this.tree.onDidChangeVisibility(() => this.follow()),
      this.tree.onDidChangeSelection(({ selection: [run] }) => run && runs.show(run)),
      vscode.commands.registerCommand('millrace.removeRun', (run?: Run) => this.remove(run)),
    )
    this.follow()
  }

  getTreeItem(run: Run): vscode.TreeItem {
    const item = new vscode.TreeItem(run.name.replace(/\.flow\.m?ts$/, ''))
    const [icon, color] = ICONS[run.state]
    item.id = String(run.id)
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color))
    const several = this.runs.all.some((other) => other !== run && other.name === run.name)
    item.description = descriptionOf(run, several)
    item.tooltip = tooltipOf(run)
    item.contextValue = contextOf(run)
    item.accessibilityInformation = { label: `${run.name}, ${item.description}` }
    return item
  }

  getChildren(run?: Run): Run[] {
    return run ? [] : [...this.runs.all]
  }

  getParent(): undefined {
    return undefined
  }

  dispose(): void {
    clearInterval(this.timer)
    this.listening.dispose()
  }

  /** @param run absent: a key was pressed, and the run that has the keyboard is meant, which need not be selected */
  private async remove(run: Run | undefined): Promise<void> {
    if (!run) await vscode.commands.executeCommand('list.selectAndPreserveFocus')
    // Who is selected is shown; the tree itself forgets who is selected while it is filled anew.
    const removed = run ?? this.runs.shown
    if (removed) this.runs.remove(removed)
  }

  private follow(): void {
    this.changed.fire(undefined)
    const { running, shown } = this.runs
    this.tree.badge =
      running.length > 0 ? { value: running.length, tooltip: vscode.l10n.t('{0} running', running.length) } : undefined
    const ticks = running.length > 0 && this.tree.visible
    if (ticks) this.timer ??= setInterval(() => this.running(), TICK_MS)
    else {
      clearInterval(this.timer)
      this.timer = undefined
    }
    if (shown && this.tree.visible && this.tree.selection[0] !== shown) {
      // The list may have changed in the meantime.
      this.tree.reveal(shown, { select: true, focus: false }).then(undefined, () => {})
    }
  }

  private running(): void {
    for (const run of this.runs.running) this.changed.fire(run)
  }
}

/**
 * `running · 12 s · 1,200,000 records`
 *
 * @param several whether there are other runs of the job, which their times tell apart
 */
function descriptionOf(run: Run, several: boolean): string {
  const facts: string[] = [stateOf(run), duration((run.endedAt ?? Date.now()) - run.startedAt)]
  if (several) facts.unshift(new Date(run.startedAt).toLocaleTimeString())
  if (run.recordsRead !== undefined) facts.push(vscode.l10n.t('{0} records', run.recordsRead.toLocaleString('en-US')))
  if (run.debugged) facts.push(vscode.l10n.t('debugged'))
  if (run.error) facts.push(failureOf(run.error))
  return facts.join(' · ')
}

/** `Parse[1]: Unexpected token (late.flow.ts:12:3)` */
function failureOf({ message, operatorName, instance, position }: NonNullable<Run['error']>): string {
  const who = operatorName === undefined ? '' : `${operatorName}${instance === undefined ? '' : `[${instance}]`}: `
  const where = position ? ` (${basename(position.file)}:${position.line}:${position.column})` : ''
  return `${who}${message.split('\n', 1)[0]}${where}`
}

/** What menus know a run by. */
function contextOf({ hasEnded, error }: Run): string {
  if (!hasEnded) return 'millrace.running'
  return error?.failedCall ? 'millrace.ended.debuggable' : 'millrace.ended'
}

function stateOf({ state }: Run): string {
  const words: Readonly<Record<RunState, string>> = {
    building: vscode.l10n.t('building'),
    running: vscode.l10n.t('running'),
    stopping: vscode.l10n.t('stopping'),
    finished: vscode.l10n.t('finished'),
    stopped: vscode.l10n.t('stopped'),
    cancelled: vscode.l10n.t('cancelled'),
    failed: vscode.l10n.t('failed'),
  }
  return words[state]
}

function tooltipOf(run: Run): vscode.MarkdownString {
  const text = new vscode.MarkdownString()
  text.appendMarkdown('**').appendText(run.name).appendMarkdown('**  \n').appendText(run.file)
  const facts = [vscode.l10n.t('started {0}', new Date(run.startedAt).toLocaleString())]
  const { parallelism, threads, onlyJob, parameters = {} } = run.request.options
  if (onlyJob !== undefined) facts.push(vscode.l10n.t('only the job {0}', onlyJob))
  if (parallelism !== undefined) facts.push(vscode.l10n.t('parallelism {0}', parallelism))
  if (threads !== undefined) facts.push(vscode.l10n.t('{0} threads', threads))
  for (const [name, value] of Object.entries(parameters)) facts.push(`--set ${name}=${value}`)
  for (const fact of facts) text.appendMarkdown('\n- ').appendText(fact)
  if (run.error) text.appendCodeblock(sentences(run.error).join('\n'), 'text')
  return text
}

/** `4.2 s`, `3 min 05 s`, `2 h 10 min` */
export function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  const rest = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return minutes < 60
    ? `${minutes} min ${rest(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${rest(minutes % 60)} min`
}
