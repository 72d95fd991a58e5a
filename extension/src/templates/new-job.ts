import * as vscode from 'vscode'
import { chooseFolder, endingFor, read, SECOND_QUESTION, showJob, write, writeIfMissing } from './job-files.ts'
import { JOB_NAME, named, type Template, templates } from './templates.ts'

type IsJob = (uri: vscode.Uri) => boolean

/** Writes a job from a template and shows it as text and as diagram. A job in front that is empty is filled instead. */
export async function newJob(packed: vscode.Uri, isJob: IsJob): Promise<void> {
  const template = await chooseTemplate()
  if (!template) return
  const text = (await read(vscode.Uri.joinPath(packed, template.file))) ?? ''
  const data = template.reads && (await read(vscode.Uri.joinPath(packed, template.reads)))
  const blank = await blankInFront(isJob)
  if (blank) {
    await fill(blank, named(text, stem(blank.uri)))
    if (blank.uri.scheme !== 'untitled') await besides(vscode.Uri.joinPath(blank.uri, '..'), template, data)
    return
  }
  const folder = await chooseFolder(vscode.l10n.t('Folder of the new job'))
  const name = folder && (await askName(folder, template.name))
  if (!folder || !name) return
  const uri = vscode.Uri.joinPath(folder, `${name}${await endingFor(folder)}`)
  try {
    await write(uri, named(text, name))
    await besides(folder, template, data)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    void vscode.window.showErrorMessage(vscode.l10n.t('The job could not be written: {0}', why))
    return
  }
  await showJob(uri)
}

async function chooseTemplate(): Promise<Template | undefined> {
  const items = templates.map((template) => ({
    label: `$(${template.icon}) ${vscode.l10n.t(template.title)}`,
    detail: vscode.l10n.t(template.says),
    template,
  }))
  const title = vscode.l10n.t('New job from a template')
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.template
}

async function askName(folder: vscode.Uri, first: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    ...SECOND_QUESTION,
    title: vscode.l10n.t('Name of the new job'),
    prompt: vscode.l10n.t('Its file is NAME.flow.ts.'),
    value: await freeName(folder, first),
    validateInput: async (value) => {
      if (!JOB_NAME.test(plain(value))) return vscode.l10n.t('Use letters, digits, - and _.')
      if (await taken(folder, plain(value))) return vscode.l10n.t('There is a job of this name: choose another one.')
      return undefined
    },
  })
  return name === undefined ? undefined : plain(name)
}

async function freeName(folder: vscode.Uri, first: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? first : `${first}-${number}`
    if (!(await taken(folder, name))) return name
  }
}

async function taken(folder: vscode.Uri, name: string): Promise<boolean> {
  const texts = ['.flow.ts', '.flow.mts'].map((ending) => read(vscode.Uri.joinPath(folder, `${name}${ending}`)))
  return (await Promise.all(texts)).some((text) => text !== undefined)
}

/** The job in the active tab, where there is nothing in it. */
async function blankInFront(isJob: IsJob): Promise<vscode.TextDocument | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  if (!(input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) || !isJob(input.uri)) return
  const document = await vscode.workspace.openTextDocument(input.uri)
  return document.getText().trim() === '' ? document : undefined
}

async function fill(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end)
  edit.replace(document.uri, all, text)
  if (await vscode.workspace.applyEdit(edit)) return
  void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be changed.', document.uri.path))
}

async function besides(folder: vscode.Uri, { reads }: Template, data: string | undefined): Promise<void> {
  if (reads) await writeIfMissing(vscode.Uri.joinPath(folder, reads), data)
}

const plain = (name: string) => name.trim().replace(/(\.flow)?\.m?ts$/, '')
const stem = ({ path }: vscode.Uri) => plain(path.slice(path.lastIndexOf('/') + 1))
