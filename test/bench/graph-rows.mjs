// The view "Physical graph" in a real browser: what a frame costs while somebody pans over a large one.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { chromiumPath } from '../../scripts/install.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
// As deep as the stage, which looks for `dist` from where it is.
const driver = join(root, '.cache/bench/graph/main.mjs')

/** Milliseconds of script and painting in a frame, of the dearest of several views of 2,000 instances. */
export function graphRows() {
  buildSync({
    entryPoints: [fileURLToPath(new URL('graph/main.ts', import.meta.url))],
    ...{ outfile: driver, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
  })
  const env = { ...process.env, CHROMIUM: chromiumPath() }
  const { stdout, stderr, status } = spawnSync(process.execPath, [driver], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the physical graph could not be measured: ${stderr}`)
  const views = JSON.parse(stdout.trim().split('\n').at(-1))
  const value = Math.max(...Object.values(views))
  const ours = Object.entries(views)
    .map(([view, ms]) => `${view} ${ms.toFixed(1)}`)
    .join(', ')
  return [
    { name: 'graph pan', value, unit: 'ms', better: 'lower', must: 33, aim: 16, ours: `${ours} ms`, reference: '' },
  ]
}
