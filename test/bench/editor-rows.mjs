// Running jobs in a real VS Code.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from '../../scripts/install.mjs'
import { packageExtension } from '../../scripts/package.mjs'
import { installVSCode } from '../../scripts/vscode/install.mjs'

const driver = fileURLToPath(new URL('editor/main.ts', import.meta.url))

/** From the click to the first line, the extension host's share of a core, and the echo of a key under much output. */
export async function editorRows() {
  installVSCode()
  const vsix = await packageExtension()
  const env = { ...process.env, CHROMIUM: chromiumPath(), MILLRACE_VSIX: vsix }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', driver], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`running jobs in VS Code could not be measured: ${stderr}`)
  const result = JSON.parse(stdout.trim().split('\n').at(-1))
  const row = (name, value, unit, must, aim, reference = '') => ({
    ...{
      name: `editor ${name}`,
      value,
      unit,
      better: 'lower',
      must,
      aim,
      ours: `${value.toFixed(0)} ${unit}`,
      reference,
    },
  })
  return [
    row('run cold', result.cold, 'ms', 1_500, 800),
    row('run warm', result.warm, 'ms', 800, 400),
    row('host', result.share * 100, '%', 15, 5, `${(result.perSecond / 1e6).toFixed(1)} M/s`),
    row('echo', result.echo, 'ms', 100, 50, `p90 ${result.echoP90.toFixed(0)} ms`),
  ]
}
