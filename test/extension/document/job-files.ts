import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogicalGraphData } from '../../../runtime/src/graph/index.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
export const corpus = join(root, 'test', 'corpus')

const jobsIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => /\.flow\.m?ts$/.test(file))
    .sort()
    .map((file) => `${folder}/${file}`)

/** Paths from the root of the repository. */
export const corpusFiles: readonly string[] = jobsIn('test/corpus')
export const sampleFiles: readonly string[] = jobsIn('samples')

/** A job as running its file up to `execute` builds it. */
export interface BuiltJob {
  readonly name: string
  readonly graph: LogicalGraphData
  readonly threads: number
  readonly chaining: boolean
}

/** What one file came to. */
export interface Outcome {
  readonly file: string
  /** What the module threw, or nobody caught. */
  readonly error?: string
}

/** The graphs of all jobs of each file, by file. Nothing is run. */
export async function graphsByRunning(files: readonly string[]): Promise<Map<string, readonly BuiltJob[]>> {
  const outcomes = await inOneProcess<Outcome & { readonly graphs?: readonly BuiltJob[] }>('graphs', files)
  return new Map(
    outcomes.map(({ file, graphs, error }) => {
      if (graphs === undefined || error !== undefined) throw new Error(`${file}: ${error}`)
      return [file, graphs]
    }),
  )
}

/** Runs every job of each file; `states` are `NAME: finished`. */
export function runAll(files: readonly string[]) {
  return inOneProcess<Outcome & { readonly states?: readonly string[]; readonly lines?: number }>('run', files)
}

function inOneProcess<T extends Outcome>(mode: 'graphs' | 'run', files: readonly string[]): Promise<T[]> {
  const script = fileURLToPath(new URL('job-modules.mjs', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = fork(script, [mode, ...files], {
      cwd: root,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const outcomes: T[] = []
    let stderr = ''
    child.stderr!.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('message', (outcome) => outcomes.push(outcome as T))
    child.on('error', reject)
    child.on('close', (code) => {
      if (outcomes.length === files.length) resolve(outcomes)
      else reject(new Error(`ended with ${code} after ${outcomes.length} of ${files.length} files\n${stderr}`))
    })
  })
}
