// Compiles all packages, and bundles the runtime and the extension.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { bundleRuntime } from './bundle-runtime.mjs'
import { packageFile, root } from './install.mjs'

/**
 * Compiles what has changed, and bundles the runtime; false, with the errors printed, when it does not compile.
 *
 * @param project a folder with a tsconfig.json. Default all of them.
 */
export async function compile(project = '.') {
  const tsc = packageFile('typescript/lib/tsc.js')
  if (spawnSync(process.execPath, [tsc, '-b', project], { cwd: root, stdio: 'inherit' }).status !== 0) return false
  await bundleRuntime()
  return true
}

/** Everything that runs. */
export async function build() {
  if (!(await compile())) process.exit(1)
  await bundle()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
