import { builtinModules } from 'node:module'
import { extname, isAbsolute, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import { builtModule } from '../failure/index.ts'

const builtins = new Set(builtinModules)
/** Marks our own calls of `build.resolve`, which come back to this plugin. */
const asked = Symbol('asked')

/**
 * What a job imports by a bare name stays outside of the bundle, as the absolute file URL that the name means for the
 * file that imports it: the bundle lies in another folder, and packages may look for files beside themselves. What it
 * imports by a path becomes part of the bundle, as do sources that a bare name leads to (path aliases, workspaces).
 */
export function resolveImports(): Plugin {
  return {
    name: 'millrace-imports',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData === asked || args.kind === 'entry-point') return undefined
        if (args.path.startsWith('file:')) return { path: fileURLToPath(args.path) }
        if (args.path.startsWith('.') || isAbsolute(args.path)) return undefined
        if (args.path.startsWith('node:') || builtins.has(args.path)) return { path: args.path, external: true }
        if (/^[a-z][a-z0-9+.-]+:/i.test(args.path)) return undefined
        return resolveBareName(build, args)
      })
    },
  }
}

async function resolveBareName(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult> {
  const { kind, importer, resolveDir, path } = args
  const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked, with: args.with })
  if (found.errors.length === 0) {
    if (found.external || isSource(found.path)) {
      return { path: found.path, external: found.external, sideEffects: found.sideEffects, suffix: found.suffix }
    }
    return external(found.path, kind)
  }
  const own = ownModule(path)
  return own ? external(own, kind) : { errors: found.errors, warnings: found.warnings }
}

function external(path: string, kind: string): OnResolveResult {
  return { path: kind.startsWith('require') ? path : pathToFileURL(path).href, external: true }
}

/** TypeScript outside of node_modules: Node would not load it. */
function isSource(path: string): boolean {
  const outside = !path.includes(`${sep}node_modules${sep}`)
  return outside && ['.ts', '.mts', '.cts', '.tsx'].includes(extname(path))
}

/** `millrace` and `millrace/graph` etc. in the runtime that this file belongs to. */
function ownModule(path: string): string | undefined {
  const match = /^millrace(?:\/(graph|control|supervisor|testing))?$/.exec(path)
  if (!match) return undefined
  return builtModule(match[1] ? `${match[1]}/index` : 'index')
}
