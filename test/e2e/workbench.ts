import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { startVSCode } from '../../scripts/vscode/server.mjs'
import { EditorWindow } from './editor-window.ts'
import { AS_ON_A_DESKTOP, packedExtension } from './shared-vscode.ts'

const SETTINGS = '.vscode/settings.json'
/** A setting with which jobs open as text. */
export const AS_TEXT = { 'workbench.editorAssociations': {} }

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

interface Options {
  /** Of the folder. */
  readonly settings?: object
  /** Not the VS Code that tests share, but one that can be ended and whose processes are of this test. */
  readonly own?: boolean
  /** Whether folders have to be trusted, and this one is not. */
  readonly trust?: boolean
  /** More extensions. */
  readonly vsix?: readonly string[]
}

/** A folder with jobs that open as diagrams, and a real VS Code with a window that shows it. */
export class Workbench {
  readonly folder: string
  readonly window: EditorWindow
  private readonly settings: object
  private readonly vscode: Awaited<ReturnType<typeof startVSCode>> | undefined
  private settingsWritten = 0

  private constructor(folder: string, settings: object, window: EditorWindow, vscode: Workbench['vscode']) {
    this.folder = folder
    this.settings = settings
    this.window = window
    this.vscode = vscode
  }

  /** @param files their texts, by their paths in the folder */
  static async start(
    files: Readonly<Record<string, string>>,
    { settings: more = {}, trust = false, vsix = [], own = trust || vsix.length > 0 }: Options = {},
  ): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
    const settings = { 'workbench.editorAssociations': { '*.flow.ts': 'millrace.diagram' }, ...more }
    for (const [name, text] of Object.entries({ ...files, [SETTINGS]: JSON.stringify(settings) }))
      write(join(folder, name), text)
    const vscode = own
      ? await startVSCode({ vsix: [packedExtension(), ...vsix], settings: AS_ON_A_DESKTOP, trust })
      : undefined
    try {
      const window = await EditorWindow.open(vscode?.url ?? inject('vscode'), folder)
      return new Workbench(folder, settings, window, vscode)
    } catch (error) {
      await vscode?.stop()
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
    write(this.path(name), text)
  }

  /** The process of the server, which is this test's own. */
  get processId(): number {
    return this.vscode!.processId
  }

  /** The folder of all that the server keeps, its extensions too. */
  get profile(): string {
    return this.vscode!.profile
  }

  /** Sets what is to be set besides, and resolves when the window's extensions know of it. */
  async set(settings: object): Promise<void> {
    const title = `settings ${++this.settingsWritten}`
    // The title of the window changes after extensions have been told.
    this.write(SETTINGS, JSON.stringify({ ...this.settings, ...settings, 'window.title': title }))
    await this.window.page.waitForFunction((title) => (globalThis as any).document.title === title, title)
  }

  async stop(): Promise<void> {
    try {
      await this.window.close()
    } finally {
      await this.vscode?.stop()
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
