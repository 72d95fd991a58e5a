import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Loader, Plugin } from 'esbuild'

const loaders: Record<string, Loader> = { ts: 'ts', tsx: 'tsx', js: 'js', jsx: 'jsx' }

/** What `import.meta.url` etc. are replaced by; each module that uses one declares these for itself. */
export const importMetaNames = {
  'import.meta.url': '__millrace_module_url',
  'import.meta.filename': '__millrace_module_filename',
  'import.meta.dirname': '__millrace_module_dirname',
}

/**
 * Lets `import.meta.url`, `filename` and `dirname` mean the user's file, not the bundle. The declarations go in front
 * of the module's first line, so that line numbers stay.
 */
export const originalImportMeta: Plugin = {
  name: 'millrace-import-meta',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!/\bimport\s*\.\s*meta\b/.test(text)) return undefined
      const values = [pathToFileURL(path).href, path, dirname(path)]
      const declared = Object.values(importMetaNames).map((name, i) => `${name}=${JSON.stringify(values[i])}`)
      const hashbang = /^#!.*\n?/.exec(text)?.[0] ?? ''
      const loader = loaders[/\.[cm]?([jt]sx?)$/.exec(path)![1]]
      // A hashbang line is kept as an empty one.
      const rest = hashbang ? `\n${text.slice(hashbang.length)}` : text
      return { contents: `const ${declared.join(',')};${rest}`, loader }
    })
  },
}
