import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Tests that start real processes run what was built: once, before any of them. */
export default function buildOnce(): void {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
  const built = spawnSync(process.execPath, [tsc, '-b', 'runtime'], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the runtime does not compile')
}
