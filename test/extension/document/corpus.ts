import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface CorpusFile {
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly text: string
}

/** The job files of the corpus and of the samples. */
export const corpus: readonly CorpusFile[] = ['test/corpus', 'samples'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((file) => /\.flow\.m?ts$/.test(file))
    .map((file) => `${root}${folder}/${file}`)
    .map((path) => ({ name: basename(path), path, text: readFileSync(path, 'utf8') })),
)
