// Bundles what VS Code loads into dist: the extension, the programs of its debug sessions and of jobs that stay, its
// language server with its threads, the webviews, and the jobs that one can begin with.
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { packageFile, root } from './install.mjs'
import { bundledPackages, packagesIn } from './notices.mjs'

const outdir = join(root, 'dist')
const common = { absWorkingDir: root, bundle: true, logLevel: 'warning', sourcemap: 'linked', minify: true }

/** The host side: CommonJS, since that is what `main` of an extension and a forked server are loaded as. */
export const hostSide = {
  ...common,
  entryPoints: {
    extension: 'extension/src/extension.ts',
    'debug-host': 'extension/src/debug/debug-host.ts',
    'job-keeper': 'extension/src/run/job-keeper.ts',
    server: 'extension/src/language/server.ts',
    'layout-worker': 'extension/src/layout/layout-worker.ts',
    'types-worker': 'extension/src/language/types/types-worker.ts',
  },
  outdir,
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // What is bundled from ES modules asks where it is.
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href" },
  define: { 'import.meta.url': 'bundleUrl' },
}

/** A plugin is what its module is, not what it exports. */
const plugin = {
  ...hostSide,
  entryPoints: { index: 'extension/src/typescript-plugin/index.ts' },
  outdir: join(outdir, 'typescript-plugin'),
  outExtension: {},
  footer: { js: 'module.exports = module.exports.init' },
}

const webviews = {
  ...common,
  entryPoints: {
    editor: 'webview/src/editor/main.tsx',
    output: 'webview/src/panel/output/main.tsx',
    graph: 'webview/src/panel/graph/main.tsx',
    metrics: 'webview/src/panel/metrics/main.tsx',
    records: 'webview/src/panel/records/main.tsx',
  },
  outdir: join(outdir, 'webview'),
  platform: 'browser',
  format: 'esm',
  // The code editor comes when a field needs it.
  splitting: true,
  target: 'chrome130',
  jsx: 'automatic',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
}

export const bundles = [hostSide, plugin, webviews]

export async function bundle() {
  await rm(outdir, { recursive: true, force: true })
  const [results] = await Promise.all([
    Promise.all(bundles.map((options) => esbuild.build({ ...options, metafile: true }))),
    copyLibraries(),
    copyJobs(),
  ])
  const packages = new Set(['node_modules/typescript', ...results.flatMap(({ metafile }) => packagesIn(metafile))])
  await writeFile(bundledPackages, JSON.stringify([...packages].sort(), null, 2))
}

/** Templates, and the samples that run anywhere: not those that read a file of a package which only a clone has. */
async function copyJobs() {
  await cp(join(root, 'extension/templates'), join(outdir, 'templates'), { recursive: true })
  const samples = join(root, 'samples')
  await cp(join(samples, 'data'), join(outdir, 'samples', 'data'), { recursive: true })
  for (const name of await readdir(samples)) {
    if (!name.endsWith('.flow.ts') || (await readFile(join(samples, name), 'utf8')).includes('vega-datasets')) continue
    await copyFile(join(samples, name), join(outdir, 'samples', name))
  }
}

/** TypeScript's declarations of the language and the platform, which the types worker's checker reads. */
async function copyLibraries() {
  const from = dirname(packageFile('typescript/lib/typescript.js'))
  const to = join(outdir, 'lib')
  await mkdir(to, { recursive: true })
  const names = (await readdir(from)).filter((name) => /^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name))
  await Promise.all(names.map((name) => copyFile(join(from, name), join(to, name))))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle()
