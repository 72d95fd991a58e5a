import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { EditorWindow } from './editor-window.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Options {
  readonly settings?: object
  /** Whether folders have to be trusted, and this one is not. */
  readonly trust?: boolean
  /** More extensions. */
  readonly vsix?: readonly string[]
}

/** A folder with jobs that open as diagrams, and a real VS Code with a window that shows it. */
export class Workbench {
  readonly folder: string
  readonly window: EditorWindow
  private readonly vscode: Awaited<ReturnType<typeof startVSCode>>
  private settingsWritten = 0

  private constructor(folder: string, vscode: Awaited<ReturnType<typeof startVSCode>>, window: EditorWindow) {
    this.folder = folder
    this.vscode = vscode
    this.window = window
  }

  /** @param files their texts, by their paths in the folder */
  static async start(
    files: Readonly<Record<string, string>>,
    { settings = {}, trust = false, vsix = [] }: Options = {},
  ): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const vscode = await startVSCode({
      vsix: [process.env.MILLRACE_VSIX ?? join(root, 'millrace.vsix'), ...vsix],
      settings: {
        'workbench.editorAssociations': { '*.flow.ts': 'millrace.diagram' },
        // As on a desktop; in a browser VS Code saves by itself.
        'files.autoSave': 'off',
        ...settings,
      },
      trust,
    })
    try {
      return new Workbench(folder, vscode, await EditorWindow.open(vscode.url, folder))
    } catch (error) {
      await vscode.stop()
      throw error
    }
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** What is on disk. */
  textOf(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text)
  }

  /** The process of the server. */
  get processId(): number {
    return this.vscode.processId
  }

  /** The folder of all that the server keeps, its extensions too. */
  get profile(): string {
    return this.vscode.profile
  }

  /** Sets what is to be set for the folder, and resolves when the window's extensions know of it. */
  async set(settings: object): Promise<void> {
    const title = `settings ${++this.settingsWritten}`
    // The title of the window changes after extensions have been told.
    this.write('.vscode/settings.json', JSON.stringify({ ...settings, 'window.title': title }))
    await this.window.page.waitForFunction((title) => (globalThis as any).document.title === title, title)
  }

  async stop(): Promise<void> {
    await this.window.close()
    await this.vscode.stop()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
