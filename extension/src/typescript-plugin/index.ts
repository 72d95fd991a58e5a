import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type ts from 'typescript'

/** What TypeScript's server hands to a plugin, as far as it is used here. */
interface PluginInfo {
  readonly languageService: ts.LanguageService
  readonly languageServiceHost: ts.LanguageServiceHost
}

/** The declarations of the runtime in the installed extension: this file is in a folder of its `node_modules`. */
const declarations = fileURLToPath(new URL('../../dist/node_modules/millrace/dist', import.meta.url))

/**
 * A plugin for VS Code's own TypeScript: a job in a folder without `node_modules` type-checks against the runtime that
 * comes with the extension, which is also what runs it. Where the folder has a `millrace`, that one counts.
 */
export function init({ typescript }: { typescript: typeof ts }) {
  return {
    create({ languageService, languageServiceHost: host }: PluginInfo): ts.LanguageService {
      const resolve = host.resolveModuleNameLiterals?.bind(host)
      if (resolve) {
        host.resolveModuleNameLiterals = (literals, ...where) =>
          resolve(literals, ...where).map((found, index) => {
            const file = found.resolvedModule ? undefined : ownFile(literals[index].text)
            if (file === undefined) return found
            const extension = typescript.Extension.Dts
            return { resolvedModule: { resolvedFileName: file, extension, isExternalLibraryImport: true } }
          })
      }
      return languageService
    },
  }
}

function ownFile(name: string): string | undefined {
  const part = /^millrace(?:\/([a-z]+))?$/.exec(name)
  return part ? join(declarations, part[1] ?? '', 'index.d.ts') : undefined
}
