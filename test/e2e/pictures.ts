// npm run pictures: the pictures of the README, taken from the running editor in light and dark.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../scripts/build.mjs'
import { chromiumPath, root } from '../../scripts/install.mjs'
import { packageExtension } from '../../scripts/package.mjs'
import { installVSCode } from '../../scripts/vscode/install.mjs'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { EditorWindow } from './editor-window.ts'

const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern' }
const JOB = 'word-count.flow.ts'

process.env.CHROMIUM = chromiumPath()
await build()
installVSCode()
const vsix = await packageExtension()
for (const [name, theme] of Object.entries(THEMES)) await take(join(root, 'docs', `editor-${name}.png`), theme)

/** A job as text and as a diagram, with what it has printed. */
async function take(file: string, theme: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mill-'))
  cpSync(join(root, 'samples', JOB), join(folder, JOB))
  cpSync(join(root, 'samples/data'), join(folder, 'data'), { recursive: true })
  const settings = { 'workbench.colorTheme': theme, 'editor.minimap.enabled': false, 'editor.fontSize': 13 }
  const vscode = await startVSCode({ vsix, settings })
  try {
    const window = await EditorWindow.open(vscode.url, folder)
    const { page, diagram } = window
    await page.setViewportSize({ width: 1500, height: 1040 })
    await window.openText(JOB)
    await window.runCommand('View: Toggle Primary Side Bar Visibility')
    await window.runCommand('Millrace: Open Diagram')
    await diagram.locator('.react-flow__node').last().waitFor()
    await window.runCommand('Millrace: Run Job')
    await window.output.locator('.status.finished').waitFor({ timeout: 60_000 })
    // The cursor in the text selects the box.
    await page.locator('.monaco-editor .view-line', { hasText: 'flatMap' }).click()
    await diagram.locator('.react-flow__node.selected', { hasText: 'Words' }).waitFor()
    await page.locator('.codelens-decoration', { hasText: 'Run' }).waitFor()
    await page.mouse.move(0, 0)
    await page.waitForTimeout(1000)
    await page.screenshot({ path: file })
    console.log(`took ${file}`)
    await window.close()
  } finally {
    await vscode.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
