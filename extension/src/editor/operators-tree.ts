import * as vscode from 'vscode'
import { type OutlineEntry, outline } from '../diagram/index.ts'
import type { JobLanguage } from '../language/index.ts'
import type { DiagramEditor } from './diagram-editor.ts'
import type { DiagramView } from './diagram-view.ts'
import { showText } from './windows.ts'

/**
 * The list of the operators of the job in front, whether as text or as diagram: what VS Code's outline cannot show of a
 * diagram. What is selected in the diagram is selected here, and the reverse.
 */
export class OperatorsTree implements vscode.TreeDataProvider<OutlineEntry> {
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onDidChangeTreeData = this.changed.event
  private readonly editor: DiagramEditor
  private readonly language: JobLanguage
  private readonly isJob: (uri: vscode.Uri) => boolean
  private readonly tree: vscode.TreeView<OutlineEntry>
  private readonly listening: vscode.Disposable
  private uri: vscode.Uri | undefined
  private entries: readonly OutlineEntry[] = []
  private readonly byKey = new Map<string, OutlineEntry>()
  /** What is shown, to tell a change from none. */
  private shown = ''

  constructor(editor: DiagramEditor, language: JobLanguage, isJob: (uri: vscode.Uri) => boolean) {
    this.editor = editor
    this.language = language
    this.isJob = isJob
    this.tree = vscode.window.createTreeView('millrace.operators', { treeDataProvider: this, showCollapseAll: true })
    this.listening = vscode.Disposable.from(
      this.tree,
      this.changed,
      vscode.window.tabGroups.onDidChangeTabs(() => void this.follow()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => void this.follow()),
      this.tree.onDidChangeVisibility(() => void this.follow()),
      language.onModelChanged(({ uri }) => {
        if (uri === this.uri?.toString()) void this.follow()
      }),
      editor.onActiveChanged(() => this.showSelection()),
      vscode.commands.registerCommand('millrace.selectOperator', (key: string) => this.select(key)),
    )
  }

  getTreeItem(entry: OutlineEntry): vscode.TreeItem {
    const { Expanded, None } = vscode.TreeItemCollapsibleState
    const item = new vscode.TreeItem(entry.name, entry.children.length > 0 ? Expanded : None)
    item.id = entry.key
    item.description = entry.says
    item.iconPath = new vscode.ThemeIcon(entry.icon)
    item.tooltip = entry.says === '' ? entry.name : `${entry.name}: ${entry.says}`
    item.command = { command: 'millrace.selectOperator', title: '', arguments: [entry.key] }
    return item
  }

  getChildren(entry?: OutlineEntry): OutlineEntry[] {
    return [...(entry ? entry.children : this.entries)]
  }

  getParent({ groups }: OutlineEntry): OutlineEntry | undefined {
    return this.byKey.get(groups.at(-1) ?? '')
  }

  dispose(): void {
    this.listening.dispose()
  }

  /** Shows the job in the active tab, as its text is now. */
  private async follow(): Promise<void> {
    if (!this.tree.visible) return
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
    const job = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined
    const uri = job && this.isJob(job) ? job : undefined
    this.uri = uri
    const known = uri && (await this.language.model(uri.toString()))
    if (uri?.toString() !== this.uri?.toString()) return
    // While the text has a syntax error, the list stays as it was.
    if (known?.model.syntaxError && this.entries.length > 0) return
    this.show(known ? outline(known.model) : [])
  }

  private show(entries: readonly OutlineEntry[]): void {
    const text = JSON.stringify(entries)
    if (text !== this.shown) {
      this.shown = text
      this.entries = entries
      this.byKey.clear()
      const keep = (entry: OutlineEntry) => {
        this.byKey.set(entry.key, entry)
        entry.children.forEach(keep)
      }
      entries.forEach(keep)
      this.tree.message = entries.length === 0 ? vscode.l10n.t('No operators.') : undefined
      this.changed.fire()
    }
    this.showSelection()
  }

  private get view(): DiagramView | undefined {
    return this.uri && this.editor.viewOf(this.uri)
  }

  private showSelection(): void {
    const [key] = this.view?.selection ?? []
    const entry = key === undefined ? undefined : this.byKey.get(key)
    if (!entry || !this.tree.visible || this.tree.selection[0]?.key === key) return
    // The list may have changed in the meantime.
    this.tree.reveal(entry, { select: true, focus: false }).then(undefined, () => {})
  }

  private async select(key: string): Promise<void> {
    const entry = this.byKey.get(key)
    if (!entry || !this.uri) return
    const view = this.view
    if (view) {
      const boxes = new Set(view.diagram?.nodes.map((node) => node.key))
      // The box of a closed group stands for what is in it; an open group for its first operators.
      const box = [entry.key, ...entry.groups].find((candidate) => boxes.has(candidate))
      view.select(box === undefined ? keysIn(entry).filter((inside) => boxes.has(inside)) : [box])
      return
    }
    const document = await vscode.workspace.openTextDocument(this.uri)
    const place = document.positionAt(entry.offset)
    await showText(document, new vscode.Range(place, place))
  }
}

function keysIn({ key, children }: OutlineEntry): string[] {
  return children.length === 0 ? [key] : children.flatMap(keysIn)
}
