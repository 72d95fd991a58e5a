import * as vscode from 'vscode'
import { sidecarOf } from '../layout/index.ts'

type Renamed = vscode.FileRenameEvent['files'][number]

/** Layouts of deleted jobs that are remembered in case the deletion is undone. */
const MOST_DELETED = 100

/**
 * Takes the layout beside a job along when the job is renamed, moved, copied or deleted in VS Code, or that is undone. A
 * file that is there already under the new name is left as it is.
 *
 * It happens afterwards: for what an extension does as a part of a rename VS Code asks the user first, every time.
 */
export function followJobs(): vscode.Disposable {
  const deleted = new Map<string, Uint8Array>()
  return vscode.Disposable.from(
    vscode.workspace.onDidRenameFiles(({ files }) => void renames(files)),
    vscode.workspace.onDidDeleteFiles(({ files }) => void deletions(files, deleted)),
    vscode.workspace.onDidCreateFiles(({ files }) => void creations(files, deleted)),
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

async function renames(files: readonly Renamed[]): Promise<void> {
  for (const { oldUri, newUri } of files) {
    const [from, to] = [layoutUri(oldUri), layoutUri(newUri)]
    if (from && to && (await exists(from)) && !(await exists(to))) await vscode.workspace.fs.rename(from, to)
    // The Explorer calls a copy `one.flow copy.ts`: it becomes a job when it is given a job's name.
    else if (!from && to) await copy(newUri)
  }
}

async function deletions(files: readonly vscode.Uri[], deleted: Map<string, Uint8Array>): Promise<void> {
  for (const job of files) {
    const layout = layoutUri(job)
    if (!layout || !(await exists(layout))) continue
    deleted.set(layout.toString(), await vscode.workspace.fs.readFile(layout))
    if (deleted.size > MOST_DELETED) deleted.delete(deleted.keys().next().value!)
    const useTrash = vscode.workspace.getConfiguration('files', job).get('enableTrash', true)
    await vscode.workspace.fs.delete(layout, { useTrash }).then(undefined, () => vscode.workspace.fs.delete(layout))
  }
}

async function creations(files: readonly vscode.Uri[], deleted: Map<string, Uint8Array>): Promise<void> {
  for (const job of files) {
    const layout = layoutUri(job)
    if (layout === undefined || (await exists(layout))) continue
    const content = deleted.get(layout.toString())
    deleted.delete(layout.toString())
    if (content) await vscode.workspace.fs.writeFile(layout, content)
    else await copy(job)
  }
}

/** VS Code tells of a new file, not of what it is a copy of: that is a job beside it, or of its name, with the same text. */
async function copy(job: vscode.Uri): Promise<void> {
  const to = layoutUri(job)
  if (to === undefined || (await exists(to))) return
  const from = await layoutOfSameText(job)
  if (from) await vscode.workspace.fs.copy(from, to)
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
