import { randomUUID } from 'node:crypto'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildFailure, BuildResult, Message } from 'esbuild'
import { JobError } from '../failure/index.ts'
import { bundleName, filesFolder, removeOldBundles } from './bundle-folder.ts'
import { importMetaNames } from './import-meta.ts'
import { loadModules } from './load-modules.ts'
import { resolveImports } from './resolve-imports.ts'

export interface Bundle {
  /** Absolute path of the module that every thread imports. Its source map lies beside it. */
  readonly file: string
  readonly url: string
  /** Absolute path of the job file. */
  readonly jobFile: string
  /** Warnings, each with the user's lines, as text for a terminal. */
  readonly warnings: readonly string[]
}

export interface BuildOptions {
  /** Whether warnings are coloured. */
  readonly color?: boolean
  /**
   * Texts that are not saved, by absolute path: what is built instead of the content of those files, the job's or of
   * modules it imports. The job file itself need not exist then.
   */
  readonly texts?: ReadonlyMap<string, string>
}

let buildsUnderWay = 0

/**
 * Bundles a job file: its own modules become one, packages stay where they are.
 *
 * @param file path of the job, absolute or relative to the working directory
 * @throws JobError `invalid-job` with the position of the first error when the file cannot be read or has errors
 */
export async function build(file: string, options: BuildOptions = {}): Promise<Bundle> {
  const jobFile = resolve(file)
  const { color = false, texts = new Map() } = options
  if (!texts.has(jobFile)) checkFile(jobFile)
  const esbuild = await import('esbuild')
  const folder = filesFolder(jobFile)
  let built: BuildResult<{ write: false }>
  let warnings: string[] = []
  buildsUnderWay++
  try {
    built = await esbuild.build({
      entryPoints: [jobFile],
      outfile: join(folder, 'job.mjs'),
      absWorkingDir: dirname(jobFile),
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Only what Node itself would choose: esbuild adds 'module' when this is absent.
      conditions: [],
      sourcemap: 'linked',
      sourcesContent: true,
      keepNames: false,
      logLevel: 'silent',
      define: importMetaNames,
      plugins: [resolveImports(), loadModules(texts)],
    })
    if (built.warnings.length > 0) warnings = await esbuild.formatMessages(built.warnings, { kind: 'warning', color })
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>
    if (!errors || errors.length === 0) throw error
    throw buildError(jobFile, errors)
  } finally {
    // The compiler is a process of its own; it is not kept through a job that may run for days.
    if (--buildsUnderWay === 0) await esbuild.stop()
  }
  const code = built.outputFiles.find((output) => output.path.endsWith('.mjs'))!
  const map = built.outputFiles.find((output) => output.path.endsWith('.map'))!
  const name = bundleName(jobFile, Buffer.concat([code.contents, map.contents]))
  mkdirSync(folder, { recursive: true })
  await writeWhole(join(folder, `${name}.map`), map.text)
  await writeWhole(
    join(folder, name),
    code.text.replace(/sourceMappingURL=job\.mjs\.map\s*$/, `sourceMappingURL=${name}.map\n`),
  )
  removeOldBundles(folder, jobFile, name)
  const bundle = join(folder, name)
  return { file: bundle, url: pathToFileURL(bundle).href, jobFile, warnings }
}

function checkFile(jobFile: string): void {
  let problem = ''
  try {
    if (!statSync(jobFile).isFile()) problem = 'it is not a file'
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    problem = code === 'ENOENT' ? 'there is no such file' : message
  }
  if (problem)
    throw new JobError({ reason: 'invalid-job', message: `cannot read the job ${jobFile}: ${problem}`, file: jobFile })
}

function buildError(jobFile: string, errors: readonly Message[]): JobError {
  const [first, ...others] = errors
  const missing = /^Could not resolve "([^"]+)"/.exec(first.text)?.[1]
  return new JobError({
    reason: 'invalid-job',
    message: first.text,
    cure: missing ? missingImport(missing) : undefined,
    position: positionOf(jobFile, first),
    file: jobFile,
    details: others.map((each) => {
      const position = positionOf(jobFile, each)
      return position ? `${position.file}:${position.line}:${position.column}: ${each.text}` : each.text
    }),
  })
}

function missingImport(name: string): string {
  if (/^[./]/.test(name)) return 'Look at the path: it counts from the file that imports it.'
  return `Install it where the job can find it: npm install ${name
    .split('/')
    .slice(0, name[0] === '@' ? 2 : 1)
    .join('/')}`
}

function positionOf(jobFile: string, { location }: Message) {
  if (!location) return undefined
  return { file: resolve(dirname(jobFile), location.file), line: location.line, column: location.column + 1 }
}

/** Two runs may build the same job at once, also in one process; neither may see half a file of the other, or take it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  writeFileSync(temporary, text)
  await rename(temporary, path)
}
