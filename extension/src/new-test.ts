import { createRequire } from 'node:module'
import type { PanelRecord } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import { jobToStart } from './commands.ts'
import type { JobModel } from './document/index.ts'
import { nodeWishes, runRequest } from './launch/index.ts'
import { literalOf, recordsLiteral } from './panel/index.ts'
import { type TriedSink, tryJob } from './run/index.ts'
import { runnerOf, type TestOfJob, testText } from './templates/index.ts'

interface Deps {
  readonly modelOf: (uri: vscode.Uri) => Promise<JobModel | undefined>
  /** Records that somebody has pinned of a job. @param file absolute path */
  readonly pinnedOf: (file: string) => readonly PanelRecord[]
  /** Absolute path of a file of the extension, beside which its own runtime is found. */
  readonly extensionFile: string
}

/**
 * Writes a test beside a job and opens it: the job's sources give records that somebody has chosen, and what comes of
 * them when it is tried is what the test expects. Never overwrites a file.
 *
 * @param chosen records of the job, seen at edges; none: those that are pinned
 */
export async function newTest(deps: Deps, given: unknown, chosen: unknown): Promise<void> {
  const uri = jobToStart(given)
  const model = uri && (await deps.modelOf(uri))
  if (!model) return
  // A test runs what is in the file.
  const document = await vscode.workspace.openTextDocument(uri)
  if (document.isDirty && !(await document.save())) return
  const records =
    Array.isArray(chosen) && chosen.length > 0 ? (chosen as readonly PanelRecord[]) : deps.pinnedOf(uri.fsPath)
  const several = model.environments.filter(({ executions }) => executions.length > 0).length > 1
  const job = several ? model.environments[0].name : undefined
  const sources = sourcesOf(model, records)
  const test: TestOfJob = { file: nameOf(uri), sources, ...(job === undefined ? {} : { job }) }
  const sinks = await tried(deps, uri, sources, job)
  const target = await freeFile(uri)
  const runner = runnerOf(await manifests(uri))
  const text = testText({ ...test, ...(sinks ? { sinks } : {}) }, runner)
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(text))
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The test could not be written: {0}', (error as Error).message))
    return
  }
  await vscode.window.showTextDocument(target)
  if (!findsRuntime(uri.fsPath)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The test needs the runtime in this folder: npm install millrace'),
    )
  }
}

/** What every source of the first job gives: what was seen right behind it. */
function sourcesOf({ operators, edges }: JobModel, records: readonly PanelRecord[]): TestOfJob['sources'] {
  const fed = new Set(edges.map(({ target }) => target))
  const names = operators.flatMap(({ id, environment, name }) => (environment === 0 && !fed.has(id) ? [name] : []))
  return [...new Set(names)].map((name) => {
    const mine = records.filter(({ source, read }) => read && source === name)
    return { name, records: mine.length > 0 ? recordsLiteral(mine, '      ') : '[]' }
  })
}

async function tried(
  { extensionFile }: Deps,
  uri: vscode.Uri,
  sources: TestOfJob['sources'],
  job: string | undefined,
): Promise<TestOfJob['sinks']> {
  const settings = { request: runRequest(uri), texts: new Map(), node: nodeWishes(uri), extensionFile }
  const title = vscode.l10n.t('Trying what comes of the records')
  try {
    const inputs = Object.fromEntries(sources.map(({ name, records }) => [name, records]))
    const sinks = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      tryJob(settings, inputs, job),
    )
    return sinks?.map(expected)
  } catch (error) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The test expects nothing yet, since the job failed: {0}', (error as Error).message),
    )
    return undefined
  }
}

function expected({ name, count, records }: TriedSink): NonNullable<TestOfJob['sinks']>[number] {
  const known = records.every((record) => literalOf(record) !== undefined)
  const lines = records.map((record) => `    ${literalOf(record)},\n`).join('')
  return { name, count, ...(known ? { records: count === 0 ? '[]' : `[\n${lines}  ]` } : {}) }
}

/** `late.flow.test.ts`, else `late-2.flow.test.ts`, .. */
async function freeFile(job: vscode.Uri): Promise<vscode.Uri> {
  const [, stem, ending] = /^(.*)\.flow\.(m?ts)$/.exec(nameOf(job))!
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.flow.test.${ending}`
    const target = vscode.Uri.joinPath(job, '..', name)
    if (!(await exists(target))) return target
  }
}

async function manifests(job: vscode.Uri): Promise<(string | undefined)[]> {
  const texts: (string | undefined)[] = []
  for (let at = vscode.Uri.joinPath(job, '..'); ; at = vscode.Uri.joinPath(at, '..')) {
    const file = vscode.Uri.joinPath(at, 'package.json')
    texts.push((await exists(file)) ? Buffer.from(await vscode.workspace.fs.readFile(file)).toString() : undefined)
    if (at.path === '/' || at.path === vscode.Uri.joinPath(at, '..').path) return texts
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  )
}

function findsRuntime(file: string): boolean {
  try {
    createRequire(file).resolve('millrace/testing')
    return true
  } catch {
    return false
  }
}

const nameOf = ({ path }: vscode.Uri) => path.slice(path.lastIndexOf('/') + 1)
