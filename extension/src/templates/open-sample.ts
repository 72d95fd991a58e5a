import * as vscode from 'vscode'
import { chooseFolder, endingFor, read, showJob, write, writeIfMissing } from './job-files.ts'
import { aboutSample, type SampleText } from './samples.ts'

interface Sample extends SampleText {
  readonly name: string
  readonly text: string
}

/**
 * Copies a sample, with what it reads, into a folder of the user's, where it can be changed and run; and shows it as text
 * and as diagram. One that is there already is only shown.
 *
 * @param packed folder with the samples of the extension
 */
export async function openSample(packed: vscode.Uri): Promise<void> {
  const sample = await chooseSample(packed)
  const folder = sample && (await chooseFolder(vscode.l10n.t('Folder to copy the sample into')))
  if (!sample || !folder) return
  const uri = vscode.Uri.joinPath(folder, `${sample.name}${await endingFor(folder)}`)
  try {
    if ((await read(uri)) === undefined) await write(uri, sample.text)
    for (const path of sample.reads) {
      await writeIfMissing(vscode.Uri.joinPath(folder, path), await read(vscode.Uri.joinPath(packed, path)))
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    void vscode.window.showErrorMessage(vscode.l10n.t('The sample could not be copied: {0}', why))
    return
  }
  await showJob(uri)
}

async function chooseSample(packed: vscode.Uri): Promise<Sample | undefined> {
  const files = (await vscode.workspace.fs.readDirectory(packed)).map(([name]) => name)
  const jobs = files.filter((name) => name.endsWith('.flow.ts')).sort()
  const samples = await Promise.all(
    jobs.map(async (file): Promise<Sample> => {
      const text = (await read(vscode.Uri.joinPath(packed, file))) ?? ''
      return { name: file.slice(0, -'.flow.ts'.length), text, ...aboutSample(text) }
    }),
  )
  const items = samples.map((sample) => ({ label: sample.name, detail: sample.says, sample }))
  const title = vscode.l10n.t('Open a sample')
  const placeHolder = vscode.l10n.t('It is copied into a folder of yours.')
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.sample
}
