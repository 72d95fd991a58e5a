import { resolve } from 'node:path'
import { fromCollection } from '../connectors/index.ts'
import { type CollectorHost, type JobPlan, jobHost, openDeterministicRun, setJobHost } from '../execution/index.ts'
import { JobError, nearest } from '../failure/index.ts'
import { requireValid } from '../graph/index.ts'
import { build } from '../supervisor/index.ts'
import { ManualClock } from '../time/index.ts'
import { collectingSink, type Emitted } from './collecting-sink.ts'

export interface TestJobOptions {
  /** Records instead of what a source reads, by the source's name. Sources that are not named read what they read. */
  readonly sources?: Readonly<Record<string, readonly unknown[]>>
  /** Values of the job's parameters, as `--set` gives them. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>
  /** Stronger than the Environment's, as `--parallelism` is. */
  readonly parallelism?: number
  /** Which job of a file with several: the name its `execute` gives. Default: the first. */
  readonly job?: string
  /** Lets chance, which can be repeated with the same seed, choose the order in which tasks have their turns. */
  readonly seed?: number
}

export interface TestJobResult {
  /** The records that came to each sink, by the sink's name, in order of arrival. Nothing was written. */
  readonly sinks: Readonly<Record<string, readonly unknown[]>>
  /** The same with timestamps. */
  readonly emitted: Readonly<Record<string, readonly Emitted<unknown>[]>>
  /** Late records that were dropped. */
  readonly dropped: number
}

/** Milliseconds that a job file has to come to its `execute`. */
const PATIENCE = 10_000

/**
 * Runs a whole job file in this thread, to its end: sources replaced by records, sinks by lists. Processing time passes
 * when there is nothing else to do, so a job that waits for an hour takes no time.
 *
 * @param file path of the job file, relative to the working directory
 * @throws JobError what the job fails with; wrong names of sources and parameters
 */
export async function testJob(file: string, options: TestJobOptions = {}): Promise<TestJobResult> {
  const plan = await planOf(resolve(file), options)
  requireValid(plan.graph)
  const emitted: Record<string, Emitted<unknown>[]> = {}
  const sinks = new Map(
    [...plan.sinks].map(([id]) => {
      const { name } = plan.graph.operator(id)
      emitted[name] ??= []
      return [id, collectingSink(emitted[name])]
    }),
  )
  for (const id of sinks.keys()) plan.graph.updateOperator(id, { timestamps: true })
  const run = await openDeterministicRun(
    { ...plan, sinks, sources: sourcesOf(plan, options.sources ?? {}), config: { ...plan.config, checkRecords: true } },
    { clock: new ManualClock(Date.now()), ...(options.seed === undefined ? {} : { seed: options.seed }) },
  )
  try {
    await run.finish()
  } finally {
    await run.close()
  }
  const values = Object.entries(emitted).map(([name, records]) => [name, records.map(({ value }) => value)])
  return { sinks: Object.fromEntries(values), emitted, dropped: run.lateRecordsDropped }
}

/** Imports the file up to the `execute` of the job. */
async function planOf(file: string, options: TestJobOptions): Promise<JobPlan> {
  const { url } = await build(file)
  const before = jobHost()
  const parameters = Object.fromEntries(
    Object.entries(options.parameters ?? {}).map(([name, value]) => [name, String(value)]),
  )
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<JobPlan>((resolve, reject) => {
      const host: CollectorHost = {
        role: 'collector',
        overrides: {
          threads: 1,
          ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
          parameters,
          ...(options.job === undefined ? {} : { onlyJob: options.job }),
          checkRecords: true,
        },
        collect: resolve,
      }
      setJobHost(host)
      // A module is imported once; every test runs its own.
      import(`${url}?test=${++imports}`).then(() => reject(noJob(file, options.job)), reject)
      timer = setTimeout(() => reject(noJob(file, options.job)), PATIENCE)
    })
  } finally {
    clearTimeout(timer)
    setJobHost(before as CollectorHost)
  }
}

let imports = 0

function noJob(file: string, name: string | undefined): JobError {
  return new JobError({
    reason: 'wrong-use',
    message: name === undefined ? `${file} runs no job: it never calls execute()` : `${file} has no job '${name}'`,
  })
}

function sourcesOf(plan: JobPlan, records: Readonly<Record<string, readonly unknown[]>>): JobPlan['sources'] {
  const sources = new Map(plan.sources)
  const names = [...plan.sources.keys()].map((id) => plan.graph.operator(id).name)
  for (const [name, elements] of Object.entries(records)) {
    const id = [...plan.sources.keys()].find((id) => plan.graph.operator(id).name === name)
    if (id === undefined) {
      const near = nearest(name, names)
      throw new JobError({
        reason: 'wrong-use',
        message: `the job has no source '${name}'`,
        cure: near === undefined ? `its sources are: ${names.join(', ')}` : `did you mean '${near}'?`,
      })
    }
    sources.set(id, fromCollection(elements))
  }
  return sources
}
