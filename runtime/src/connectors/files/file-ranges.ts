import type { InputFile } from './find-files.ts'

/** A part of a file: the lines whose first byte lies in `start..end`. Plain data. */
export interface FileRange {
  readonly path: string
  /** Bytes. */
  readonly start: number
  readonly end: number
  /** The range is all of the file, to be read from its beginning as a stream (compressed, or of another encoding). */
  readonly whole: boolean
}

/** What one instance reads, in order. */
export type FileShare = readonly FileRange[]

/**
 * Deals files out to `parallelism` instances, one share each. What can be cut is cut so that every share has the same
 * number of bytes; a file that cannot goes, largest first, to the instance that has least.
 */
export function shareFiles(
  files: readonly InputFile[],
  parallelism: number,
  canCut: (file: InputFile) => boolean,
): FileShare[] {
  const shares: FileRange[][] = Array.from({ length: parallelism }, () => [])
  const load = shares.map(() => 0)
  const whole = files.filter((file) => !canCut(file))
  // One instance keeps the order the files were given in.
  if (parallelism > 1) whole.sort((a, b) => b.size - a.size)
  for (const file of whole) {
    const least = load.indexOf(Math.min(...load))
    shares[least].push({ path: file.path, start: 0, end: file.size, whole: true })
    load[least] += Math.max(file.size, 1)
  }
  const cut = files.filter(canCut)
  const total = cut.reduce((sum, file) => sum + file.size, 0)
  let before = 0
  for (const file of cut) {
    for (let i = 0; i < parallelism; i++) {
      const start = Math.max(Math.floor((total / parallelism) * i) - before, 0)
      const next = i === parallelism - 1 ? total : Math.floor((total / parallelism) * (i + 1))
      const end = Math.min(next - before, file.size)
      if (start < end) shares[i].push({ path: file.path, start, end, whole: false })
    }
    before += file.size
  }
  if (parallelism === 1) shares[0].sort((a, b) => order(files, a) - order(files, b))
  return shares
}

function order(files: readonly InputFile[], range: FileRange): number {
  return files.findIndex((file) => file.path === range.path)
}
