import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packageFolder } from './package-folder.ts'
import type { SourcePosition } from './source-position.ts'

/** The folders of the runtime itself, with their last slashes: as it is built, and as source maps of that call it. */
const RUNTIME = ['dist', 'src'].map((folder) => join(packageFolder, folder) + sep)
const RUNTIME_PATHS = RUNTIME.flatMap((folder) => [folder, pathToFileURL(folder).href])

const IN_FUNCTION = /^\s+at [^(]* \((.*):(\d+):(\d+)\)$/
const BARE = /^\s+at (?:async )?(.*):(\d+):(\d+)$/

/**
 * The innermost place in the user's files on an error's stack, or undefined. Frames of the runtime, of Node and of
 * installed packages are passed over. With `--enable-source-maps` it is a place in the TypeScript file.
 */
export function userFrame(error: unknown): SourcePosition | undefined {
  const stack = (error as { stack?: unknown } | undefined)?.stack
  if (typeof stack !== 'string') return undefined
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line) || /^\s+at (async )?eval |, <anonymous>:\d+:\d+\)$/.test(line)) continue
    // `at fn (place)` or `at place`; the place itself may have brackets, as in `job (1).flow.ts`.
    const match = IN_FUNCTION.exec(line) ?? BARE.exec(line)
    if (match === null) continue
    const [, place, row, column] = match
    if (place.startsWith('node:') || place.includes('node_modules') || place === '<anonymous>') continue
    if (RUNTIME_PATHS.some((folder) => place.startsWith(folder))) continue
    return { file: place.startsWith('file:') ? filePath(place) : place, line: Number(row), column: Number(column) }
  }
  return undefined
}

function filePath(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}
