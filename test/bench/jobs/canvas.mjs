// The diagram's page in a real browser with so many operators: prints what moving it and changing it costs.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const root = fileURLToPath(new URL('../../../', import.meta.url))
if (!existsSync(`${root}dist/webview/editor.js`)) throw new Error('the webview is not built: run npm run build first')
const outfile = `${root}dist/bench/canvas/main.mjs`
await esbuild.build({
  ...{ entryPoints: [`${root}test/bench/canvas/main.ts`], outfile, absWorkingDir: root },
  ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'warning' },
})
await import(outfile)
