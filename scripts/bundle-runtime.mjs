// Bundles the runtime into runtime/dist, beside the declarations that the compiler puts there. A job's process and each of
// its threads load it, and few files load sooner than hundreds. There are no source maps: a job's process maps stacks to
// the user's text, and Node would read those of the runtime for it in every thread.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as esbuild from 'esbuild'
import { root } from './install.mjs'

const runtime = join(root, 'runtime')
const SHARED = 'dist/shared/'

export async function bundleRuntime() {
  const { metafile, outputFiles } = await esbuild.build({
    write: false,
    absWorkingDir: runtime,
    entryPoints: [
      'src/index.ts',
      'src/graph/index.ts',
      'src/control/index.ts',
      'src/supervisor/index.ts',
      'src/testing/index.ts',
      // These are loaded by their paths.
      'src/cli/main.ts',
      'src/supervisor/job-process.ts',
      'src/execution/workers/worker.ts',
      // Tests and benches drive these in processes of their own.
      'src/state/index.ts',
      'src/execution/index.ts',
      'src/execution/channels/index.ts',
      'src/execution/codec/index.ts',
    ],
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    logLevel: 'warning',
  })
  // What is as before is left alone: a process that is starting may be reading it.
  for (const { path, contents } of outputFiles) {
    if (existsSync(path) && readFileSync(path).equals(contents)) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
  // What modules share is named by what is in it: that of earlier builds would stay.
  for (const name of readdirSync(join(runtime, SHARED)))
    if (!(SHARED + name in metafile.outputs)) rmSync(join(runtime, SHARED, name))
}
