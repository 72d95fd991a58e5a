import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { activeJob, isJob, JobCommands } from './commands.ts'
import {
  DiagramEditor,
  followJobs,
  LiveRates,
  LiveRuns,
  OperatorsTree,
  registerDiagramCommands,
} from './editor/index.ts'
import { JobLanguage } from './language/index.ts'
import { BuildProblems, JobLauncher, JobPreviewer, JobTasks, LaunchConfigurations } from './launch/index.ts'
import {
  EditorGraphs,
  FailureNotices,
  GraphPanel,
  JobsTree,
  MetricsPanel,
  OutputPanel,
  PastRuns,
  RecordsPanel,
  RunningItem,
} from './panel/index.ts'
import { RecordCommands } from './record-commands.ts'
import { findRuntime, followRuns, Previews, RunNotes, Runs, StandBy } from './run/index.ts'
import { registerTemplates } from './templates/index.ts'

let atEnd: (() => Promise<unknown>) | undefined

/** VS Code calls this when a TypeScript file or a diagram is opened, a job is run, or the panel is looked at. */
export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context
  const dist = join(context.extensionPath, 'dist')
  const programs = {
    extension: join(dist, 'extension.cjs'),
    debugHost: join(dist, 'debug-host.cjs'),
    jobKeeper: join(dist, 'job-keeper.cjs'),
  }
  const runs = new Runs()
  const previews = new Previews()
  const standBy = new StandBy()
  const notes = new RunNotes(notesFolder(context))
  const language = new JobLanguage(join(dist, 'server.cjs'))
  const past = new PastRuns(runs, context.workspaceState)
  atEnd = async () => {
    launcher.dispose()
    standBy.dispose()
    await Promise.allSettled([runs.dispose(), previews.dispose(), language.dispose()])
    await past.save()
  }
  // Who opens TypeScript without jobs in it pays for no server.
  const opened = ({ uri }: vscode.TextDocument) => {
    if (!isJob(uri)) return
    void language.start()
    if (uri.scheme === 'file' && vscode.workspace.isTrusted) launcher.expectRun(uri)
  }
  const live = new LiveRuns(runs, previews)
  const editor = new DiagramEditor(language, live, extensionUri)
  const launcher = new JobLauncher(runs, notes, editor, programs, standBy)
  vscode.workspace.textDocuments.forEach(opened)
  const problems = new BuildProblems(runs)
  const graphs = new EditorGraphs({
    ...{ runs, language, editor, activeJob },
    showRecords(file, edge) {
      records.reveal()
      records.session.showEdge(file, edge, 'live')
    },
  })
  const output = new OutputPanel(runs, extensionUri)
  const graph = new GraphPanel(graphs, extensionUri)
  const commands = new JobCommands({ runs, launcher, editor, problems, debugHost: programs.debugHost })
  const previewer = new JobPreviewer(previews, launcher, programs.extension, standBy)
  const records = new RecordsPanel(
    runs,
    previews,
    {
      newTest: (file, pinned) => void vscode.commands.executeCommand('millrace.newTest', vscode.Uri.file(file), pinned),
      previewAgain: (preview) => void recordCommands.previewAgain(preview),
    },
    extensionUri,
  )
  const recordCommands = new RecordCommands({
    runs,
    previews,
    previewer,
    language,
    editor,
    panel: records,
    problems,
    extensionFile: programs.extension,
  })
  const configurations = new LaunchConfigurations({
    run: (request) => commands.run(request),
    debug: (request, more) => commands.debug(request, more),
    active: activeJob,
  })
  context.subscriptions.push(
    followJobs(),
    new LiveRates(live, language),
    problems,
    vscode.workspace.onDidOpenTextDocument(opened),
    commands.register(),
    records,
    recordCommands.register(),
    registerDiagramCommands(editor),
    registerTemplates(extensionUri, isJob),
    new OperatorsTree(editor, language, isJob),
    new JobsTree(runs),
    new RunningItem(runs),
    new FailureNotices(runs, output),
    past,
    vscode.window.registerCustomEditorProvider(DiagramEditor.viewType, editor),
    vscode.commands.registerCommand('millrace.restartLanguageServer', () => language.restart()),
    graphs,
    vscode.window.registerWebviewViewProvider(OutputPanel.viewType, output),
    vscode.window.registerWebviewViewProvider(GraphPanel.viewType, graph),
    vscode.window.registerWebviewViewProvider(MetricsPanel.viewType, new MetricsPanel(runs, extensionUri)),
    vscode.window.registerWebviewViewProvider(RecordsPanel.viewType, records),
    vscode.commands.registerCommand('millrace.copyOutput', () => output.copyAll()),
    vscode.commands.registerCommand('millrace.saveOutput', () => output.saveAs()),
    vscode.commands.registerCommand('millrace.printGraph', () => printGraph(graph)),
    vscode.debug.registerDebugConfigurationProvider(LaunchConfigurations.type, configurations),
    vscode.tasks.registerTaskProvider(LaunchConfigurations.type, new JobTasks(programs.extension)),
  )
  // What finds a runtime in a folder runs code of the folder.
  const follow = () => {
    const end = followRuns(runs, notes, (file) => findRuntime(file, programs.extension))
    context.subscriptions.push(new vscode.Disposable(end))
  }
  if (vscode.workspace.isTrusted) follow()
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(follow))
}

/** Where the notes of a workspace's runs are. Its own storage will not do: a second window of it has another one. */
function notesFolder({ globalStorageUri }: vscode.ExtensionContext): string {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace
  const workspace = workspaceFile?.toString() ?? workspaceFolders.map(({ uri }) => uri.toString()).join('\n')
  return join(globalStorageUri.fsPath, 'runs', createHash('sha256').update(workspace).digest('hex').slice(0, 16))
}

/** Opens the physical graph as text, as the command line prints it. */
async function printGraph(graph: GraphPanel): Promise<void> {
  const printed = await graph.print()
  if ('reason' in printed) {
    const { reason } = printed
    void vscode.window.showInformationMessage(`${reason[0].toUpperCase()}${reason.slice(1).replace(/[^.]$/, '$&.')}`)
    return
  }
  const document = await vscode.workspace.openTextDocument({ content: printed.text, language: 'plaintext' })
  await vscode.window.showTextDocument(document)
}

/** No job and no server outlives the window, but those that are to stay. */
export async function deactivate(): Promise<void> {
  await atEnd?.()
}
