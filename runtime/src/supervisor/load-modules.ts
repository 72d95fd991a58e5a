import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Loader, Plugin } from 'esbuild'
import { withOriginalImportMeta } from './import-meta.ts'

const loaders: Record<string, Loader> = { ts: 'ts', tsx: 'tsx', js: 'js', jsx: 'jsx', json: 'json' }

/**
 * Reads the modules of a job, with the `import.meta` of their own files.
 *
 * @param texts by absolute path: used instead of what the file holds. The entry point need not be a file then.
 */
export function loadModules(texts: ReadonlyMap<string, string>): Plugin {
  const given = new Map(texts)
  // The compiler asks for a file behind a symbolic link by its real path.
  for (const [path, text] of texts) if (existsSync(path)) given.set(realpathSync.native(path), text)
  return {
    name: 'millrace-modules',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === 'entry-point' && given.has(path) && !existsSync(path) ? { path } : undefined,
      )
      build.onLoad({ filter: /\.([cm]?[jt]sx?|json)$/, namespace: 'file' }, async ({ path }) => {
        const loader = loaders[/\.[cm]?([jt]sx?|json)$/.exec(path)![1]]
        const text = given.get(path)
        if (loader === 'json') return text === undefined ? undefined : { contents: text, loader }
        const contents = withOriginalImportMeta(path, text ?? (await readFile(path, 'utf8'))) ?? text
        return contents === undefined ? undefined : { contents, loader }
      })
    },
  }
}
