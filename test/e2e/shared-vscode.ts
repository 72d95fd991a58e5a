import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { root } from '../../scripts/install.mjs'
import { startVSCode } from '../../scripts/vscode/server.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the VS Code answers in which tests open windows of their own; it ends after the last of them. */
    readonly vscode: string
  }
}

/** In a browser VS Code saves by itself. */
export const AS_ON_A_DESKTOP = { 'files.autoSave': 'off' }

export const packedExtension = (): string => process.env.MILLRACE_VSIX ?? join(root, 'millrace.vsix')

/** One VS Code for all tests that want none of their own: to start one takes longer than many a test. */
export default async function shareVSCode(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Where tests cannot run they are listed, to name what is skipped.
  if (process.argv[2] === 'list') return
  const { url, stop } = await startVSCode({
    vsix: packedExtension(),
    settings: AS_ON_A_DESKTOP,
  })
  project.provide('vscode', url)
  return stop
}
