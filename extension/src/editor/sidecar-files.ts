import * as vscode from 'vscode'
import { sidecarOf } from '../layout/index.ts'

/**
 * Takes the layout beside a job along when the job is renamed, moved, copied or deleted in VS Code. A file that is there
 * already under the new name is left as it is.
 */
export function followJobs(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onWillRenameFiles((event) => event.waitUntil(renames(event.files))),
    vscode.workspace.onWillDeleteFiles((event) => event.waitUntil(deletions(event.files))),
    vscode.workspace.onDidCreateFiles(({ files }) => void copies(files)),
    // The Explorer calls a copy `one.flow copy.ts`: it becomes a job when it is given a job's name.
    vscode.workspace.onDidRenameFiles(({ files }) => {
      const named = files.filter(({ oldUri, newUri }) => !layoutUri(oldUri) && layoutUri(newUri))
      void copies(named.map(({ newUri }) => newUri))
    }),
  )
}

/** Jobs of one name that are looked through for the one that was copied. */
const MOST_NAMESAKES = 50

function layoutUri(job: vscode.Uri): vscode.Uri | undefined {
  const path = sidecarOf(job.path)
  return path === undefined ? undefined : job.with({ path })
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri)
    return true
  } catch {
    return false
  }
}

/** Part of the rename itself: undoing it undoes both. */
async function renames(
  files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[],
): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit()
  for (const { oldUri, newUri } of files) {
    const [from, to] = [layoutUri(oldUri), layoutUri(newUri)]
    if (from && to && (await exists(from))) edit.renameFile(from, to, { ignoreIfExists: true })
  }
  return edit
}

async function deletions(files: readonly vscode.Uri[]): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit()
  for (const job of files) {
    const layout = layoutUri(job)
    if (layout && (await exists(layout))) edit.deleteFile(layout, { ignoreIfNotExists: true })
  }
  return edit
}

/** VS Code tells of a new file, not of what it is a copy of: that is a job beside it, or of its name, with the same text. */
async function copies(files: readonly vscode.Uri[]): Promise<void> {
  for (const job of files) {
    const to = layoutUri(job)
    if (to === undefined || (await exists(to))) continue
    const from = await layoutOfSameText(job)
    if (from) await vscode.workspace.fs.copy(from, to)
  }
}

async function layoutOfSameText(job: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.joinPath(job, '..')
  const text = await read(job)
  if (text === undefined || text === '') return undefined
  const beside = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => vscode.Uri.joinPath(folder, name))
  const file = job.path.slice(job.path.lastIndexOf('/') + 1)
  const namesakes = await vscode.workspace.findFiles(`**/${file}`, '**/node_modules/**', MOST_NAMESAKES)
  for (const other of [...beside, ...namesakes]) {
    const layout = layoutUri(other)
    if (layout === undefined || other.path === job.path) continue
    if ((await read(other)) === text && (await exists(layout))) return layout
  }
  return undefined
}

async function read(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))
  } catch {
    return undefined
  }
}
