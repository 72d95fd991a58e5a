// Installs what is missing: npm packages and, for the end-to-end tests, a browser and VS Code.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs npm, whatever it is called on this system. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath
  const [command, first] = cli?.endsWith('.js')
    ? [process.execPath, [cli]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  return execFileSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
}

/** `npm ci` where packages are missing or older than the lock file. */
export function installPackages() {
  const installed = new URL('../node_modules/.package-lock.json', import.meta.url)
  const lock = new URL('../package-lock.json', import.meta.url)
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  if (existsSync(installed) && sameVersions(readFileSync(installed, 'utf8'), readFileSync(lock, 'utf8'))) return
  console.log('Installing npm packages ...')
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** A checkout changes the lock file's time, not what it says. */
function sameVersions(installed, lock) {
  const versions = (text) =>
    Object.entries(JSON.parse(text).packages)
      .filter(([name, { optional, link }]) => name.startsWith('node_modules/') && !optional && !link)
      .map(([name, { version }]) => `${name}@${version}`)
      .sort()
      .join()
  return versions(installed) === versions(lock)
}

/** The headless shell draws the same in two thirds of the time. */
const CHROMIUM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/**
 * The path of a Chromium; installs Debian's where there is none and we may.
 *
 * @throws where there is none
 */
export function chromiumPath() {
  const found = () => process.env.CHROMIUM ?? CHROMIUM.map(which).find(Boolean)
  const path = found()
  if (path !== undefined) return path
  if (process.platform === 'linux' && process.getuid?.() === 0 && which('apt-get') !== undefined) {
    console.log('Installing Chromium ...')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args) =>
      spawnSync('apt-get', ['-y', '-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env })
    apt('update')
    const install = (name) => apt('install', '--no-install-recommends', name).status === 0
    if (install('chromium-headless-shell') || install('chromium')) {
      const installed = found()
      if (installed !== undefined) return installed
    }
  }
  throw new Error('no Chromium: install it, or set CHROMIUM to its path')
}

function which(command) {
  const ran = spawnSync('which', [command], { encoding: 'utf8' })
  return ran.status === 0 ? ran.stdout.trim() : undefined
}

/** The path of a file of an installed package. */
export const packageFile = (path) => createRequire(import.meta.url).resolve(path)
