// Compiles all packages and bundles the extension.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packageFile, root } from './install.mjs'

/** Compiles what has changed; false, with the errors printed, when it does not compile. */
export function compile() {
  const tsc = packageFile('typescript/lib/tsc.js')
  return spawnSync(process.execPath, [tsc, '-b'], { cwd: root, stdio: 'inherit' }).status === 0
}

/** Everything that runs. */
export async function build() {
  if (!compile()) process.exit(1)
  if (existsSync(new URL('bundle.mjs', import.meta.url))) {
    const { bundle } = await import('./bundle.mjs')
    await bundle()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
