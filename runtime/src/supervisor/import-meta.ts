import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What `import.meta.url` etc. are replaced by; each module that uses one declares these for itself. */
export const importMetaNames = {
  'import.meta.url': '__millrace_module_url',
  'import.meta.filename': '__millrace_module_filename',
  'import.meta.dirname': '__millrace_module_dirname',
}

/**
 * Lets `import.meta.url`, `filename` and `dirname` mean the user's file, not the bundle. The declarations go in front
 * of the module's first line, so that line numbers stay.
 *
 * @returns the text with them, or undefined where the module uses none
 */
export function withOriginalImportMeta(path: string, text: string): string | undefined {
  if (!/\bimport\s*\.\s*meta\b/.test(text)) return undefined
  const values = [pathToFileURL(path).href, path, dirname(path)]
  const declared = Object.values(importMetaNames).map((name, i) => `${name}=${JSON.stringify(values[i])}`)
  const hashbang = /^#!.*\n?/.exec(text)?.[0] ?? ''
  // A hashbang line is kept as an empty one.
  const rest = hashbang ? `\n${text.slice(hashbang.length)}` : text
  return `const ${declared.join(',')};${rest}`
}
