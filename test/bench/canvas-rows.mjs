// The diagram's page in a real browser, against a bare React Flow of the same size in the same run.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { chromiumPath } from '../../scripts/install.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
// As deep as the stage, which looks for `dist` from where it is.
const driver = join(root, '.cache/bench/canvas/main.mjs')
const BOUNDS = { 500: [8, 4], 1000: [14, 7] }

/** All rows of the diagram: milliseconds a frame, frames against a bare page, and what somebody waits for. */
export function canvasRows() {
  buildSync({
    entryPoints: [fileURLToPath(new URL('canvas/main.ts', import.meta.url))],
    outfile: driver,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return Object.keys(BOUNDS).flatMap((size) => rowsOf(size))
}

function rowsOf(size) {
  const env = { ...process.env, CHROMIUM: chromiumPath() }
  const { stdout, stderr, status } = spawnSync(process.execPath, [driver, size], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the diagram of ${size} operators could not be measured: ${stderr}`)
  const result = JSON.parse(stdout.trim().split('\n').at(-1))
  const [must, aim] = BOUNDS[size]
  const time = (name, value, most, wanted) => ({
    ...{ name: `canvas ${name} ${size}`, value, unit: 'ms', better: 'lower', must: most, aim: wanted },
    ...{ ours: `${value.toFixed(1)} ms`, reference: '' },
  })
  const frames = (name, { frames: ours, bare }, least, wanted) => ({
    ...{ name: `canvas ${name} ${size}`, value: ours / bare, unit: 'x', better: 'higher', must: least, aim: wanted },
    ...{ ours: `${ours.toFixed(0)} frames/s`, reference: `${bare.toFixed(0)} frames/s` },
  })
  const all = result.all
  return [
    time('pan', Math.max(result['0.6'].pan, all.pan), must, aim),
    time('zoom', Math.max(result['0.6'].zoom, all.zoom), must, aim),
    frames('frames at 60 %', result['0.6'], 0.9, 1.1),
    frames('frames of all', all, 1.5, 2),
    ...(size === '500'
      ? [
          time('first paint', result.paint, 1_500, 700),
          time('added', result.added, 100, 50),
          time('keystroke', result.keystroke, 150, 80),
        ]
      : []),
  ]
}
