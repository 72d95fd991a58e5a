// npm run editor: a real VS Code in the browser, with the extension and the samples open.
import { join } from 'node:path'
import { installPackages, root } from './install.mjs'

installPackages()
const { build } = await import('./build.mjs')
await build()
const { installVSCode } = await import('./vscode/install.mjs')
installVSCode()
const { packageExtension } = await import('./package.mjs')
const vsix = await packageExtension()
const { startVSCode } = await import('./vscode/server.mjs')
const vscode = await startVSCode({ vsix })

console.log(`\nVS Code with Millrace and the samples: ${vscode.url}/?folder=${join(root, 'samples')}`)
console.log('Open word-count.flow.ts and press the diagram button above it. Ctrl+C ends it.')

// Keeps this process alive; the server by itself would not be waited for once its output is a file.
const alive = setInterval(() => {}, 1 << 30)
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    await vscode.stop()
    clearInterval(alive)
  })
}
