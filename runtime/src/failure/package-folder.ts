import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of this package, with its `package.json`. Bundling puts a module of ours anywhere below `dist`: paths are
 * told from here, never from a module's own place.
 */
export const packageFolder = folderOf(dirname(fileURLToPath(import.meta.url)))

function folderOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : folderOf(dirname(folder))
}

/** The path of a module that is loaded by its path, as it is built. `name` is its place below `src`, without the ending. */
export const builtModule = (name: string): string => join(packageFolder, 'dist', `${name}.js`)
