import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVSIX } from '@vscode/vsce'

/** The program of an extension that has a job in two file systems of its own: `shelf`, and `attic`, which is read-only. */
const program = (job: string) => `
const vscode = require('vscode')
const missing = (uri) => vscode.FileSystemError.FileNotFound(uri)
const provider = (files, changed) => ({
  onDidChangeFile: changed.event,
  watch: () => new vscode.Disposable(() => {}),
  stat(uri) {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    if (!files.has(uri.path)) throw missing(uri)
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: files.get(uri.path).length }
  },
  readDirectory: () => [...files.keys()].map((path) => [path.slice(1), vscode.FileType.File]),
  readFile(uri) {
    if (!files.has(uri.path)) throw missing(uri)
    return files.get(uri.path)
  },
  writeFile(uri, content) {
    files.set(uri.path, content)
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }])
  },
  delete: (uri) => void files.delete(uri.path),
  createDirectory() {},
  rename() {},
})
exports.activate = () => {
  for (const scheme of ['shelf', 'attic']) {
    const files = new Map([['/job.flow.ts', new TextEncoder().encode(${JSON.stringify(job)})]])
    const isReadonly = scheme === 'attic'
    vscode.workspace.registerFileSystemProvider(scheme, provider(files, new vscode.EventEmitter()), { isReadonly })
    vscode.commands.registerCommand('places.' + scheme, () =>
      vscode.commands.executeCommand('vscode.openWith', vscode.Uri.parse(scheme + ':/job.flow.ts'), 'millrace.diagram'))
  }
}
`

const manifest = {
  name: 'places',
  publisher: 'millrace',
  version: '1.0.0',
  license: 'Apache-2.0',
  engines: { vscode: '^1.101.0' },
  main: './program.js',
  activationEvents: ['onFileSystem:shelf', 'onFileSystem:attic'],
  capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
  contributes: {
    commands: ['Shelf', 'Attic'].map((place) => ({
      command: `places.${place.toLowerCase()}`,
      title: `Open ${place}`,
      category: 'Places',
    })),
  },
}

/** Packs an extension through which a job can be opened that is on no disk. @returns the path of the .vsix */
export async function packed(job: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-places-'))
  writeFileSync(join(folder, 'program.js'), program(job))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'README.md'), 'Jobs that are on no disk.\n')
  writeFileSync(join(folder, '.vscodeignore'), '*.vsix\n')
  const packagePath = join(folder, 'places.vsix')
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true })
  return packagePath
}
