import os from 'node:os'
import path from 'node:path'
import { adaptSource, fromCollection, isSource, type Source, type SourceInput, textFile } from '../connectors/index.ts'
import { type JobConfig, type JobPlan, jobHost, startJob } from '../execution/index.ts'
import { callSite, JobError } from '../failure/index.ts'
import {
  describeProblem,
  type ExecutionGraph,
  expand,
  LogicalGraph,
  lateParallelism,
  printLogical,
  printPhysical,
  requireValid,
} from '../graph/index.ts'
import { DataStream } from './data-stream.ts'
import { checkConfig, type EnvironmentConfig } from './environment-config.ts'
import { checkParallelism, JobBuilder } from './job-builder.ts'
import { JobHandle, skippedJob, unavailableJob } from './job-handle.ts'
import { executeInTurn, nextJob } from './job-queue.ts'
import { checkParameters, parameterValue } from './parameters.ts'

/**
 * Where a job begins: makes sources, and runs the dataflow that was built from them. One Environment is one job; a file
 * may have several, which run one after the other.
 */
export class Environment {
  private readonly config: EnvironmentConfig
  private readonly threads: number
  private readonly builder: JobBuilder
  private readonly file: string | undefined
  private readonly job: number
  private executed = false

  constructor(config: EnvironmentConfig = {}) {
    checkConfig(config)
    this.config = config
    const overrides = jobHost()?.overrides ?? {}
    this.threads = overrides.threads ?? config.threads ?? os.availableParallelism()
    const parallelism = config.parallelism === 'auto' ? this.threads : (config.parallelism ?? 1)
    const graph = new LogicalGraph({ maxParallelism: config.maxParallelism })
    const origin = config.parallelism === undefined ? 'default' : 'environment'
    this.builder = new JobBuilder(graph, { value: parallelism, origin }, overrides.parallelism)
    this.file = callSite()?.file
    this.job = nextJob()
  }

  /**
   * A stream of what a source reads: one of this package or one's own, or anything that yields records: an iterable, an
   * async iterable, a readable stream, a function that returns the next record (or END), or `{ getNext() }`.
   */
  source<T>(source: Source<T> | SourceInput<T>, name?: string): DataStream<T> {
    const adapted = isSource(source) ? (source as Source<T>) : adaptSource(source as SourceInput<T>)
    const end = this.builder.add(
      {
        kind: 'source',
        name: name ?? adapted.name ?? 'Source',
        detail: adapted.detail,
        singleInstance: adapted.singleInstance,
        timestamps: adapted.timestamps,
        source: adapted,
      },
      [],
    )
    return new DataStream<T>(this.builder, end)
  }

  /** The lines of a text file; its path is relative to the job file. */
  readTextFile(path: string): DataStream<string> {
    return this.source(textFile(path), 'Read Text File')
  }

  /** The elements of an array; instance i gets those at i, i + parallelism, ... */
  fromCollection<T>(elements: readonly T[]): DataStream<T> {
    return this.source(fromCollection(elements))
  }

  /** A stream without a source: an open input while a job is being drawn. A job that has one is refused. */
  unconnected<T>(): DataStream<T> {
    return new DataStream<T>(this.builder, this.builder.add({ kind: 'unconnected', name: 'Unconnected' }, []))
  }

  /** The parallelism of operators that are made after this call. */
  setParallelism(parallelism: number): this {
    checkParallelism(parallelism, 'the Environment')
    const { graph } = this.builder
    const late = lateParallelism(graph.operators, parallelism)
    if (late) graph.addHint({ ...late, position: callSite() })
    this.builder.parallelism = { value: parallelism, origin: 'environment' }
    return this
  }

  /**
   * A value that `--set name=value` can change. Its type is that of the default: a text, a number, or true or false. The
   * same in every thread. A file with several jobs asks for all its parameters before it executes the first.
   */
  parameter<T extends string | number | boolean>(
    name: string,
    byDefault: T,
  ): T extends string ? string : T extends number ? number : boolean {
    return parameterValue(name, byDefault) as never
  }

  /** The dataflow as it stands, as data. */
  logicalGraph(): LogicalGraph {
    return this.builder.snapshot()
  }

  /** The instances and channels the dataflow would run as. */
  physicalGraph(): ExecutionGraph {
    return this.expanded(this.builder.snapshot())
  }

  printLogicalGraph(): void {
    console.log(printLogical(this.builder.snapshot()))
  }

  printPhysicalGraph(): void {
    const graph = this.builder.snapshot()
    console.log(printPhysical(this.expanded(graph), graph))
  }

  private expanded(graph: LogicalGraph): ExecutionGraph {
    return expand(graph, { threads: this.threads, buildTime: Date.now(), chaining: this.config.chaining ?? true })
  }

  /**
   * Runs the job. Resolves once every instance has been opened and is running; rejects with a JobError if that fails or
   * the job is ill-formed. Once per Environment.
   */
  async execute(name = 'job'): Promise<JobHandle> {
    if (typeof name !== 'string' || name === '') {
      throw new JobError({
        reason: 'invalid-job',
        message: 'execute(..) takes a text that is not empty: the name of the job',
        position: callSite(),
      })
    }
    if (this.executed) {
      throw new JobError({
        reason: 'invalid-job',
        message: 'this Environment has been executed already',
        cure: 'a second job needs an Environment of its own',
        position: callSite(),
      })
    }
    this.executed = true
    const host = jobHost()
    const plan = this.plan(name)
    if ((host?.role === 'worker' || host?.role === 'collector') && this.job < (host.job ?? 0))
      return unavailableJob(name)
    if (host?.role === 'worker') {
      // A module that does not wait for its jobs comes to the later ones, too.
      if (this.job === host.job) host.handOver(plan)
      return never()
    }
    if (host?.overrides.onlyJob !== undefined && host.overrides.onlyJob !== name) {
      if (host.role === 'coordinator') host.listener?.jobSkipped?.(name)
      return skippedJob(name)
    }
    if (host?.role === 'collector') {
      checkParameters()
      host.collect(plan)
      return never()
    }
    // What is likely not meant is said, and keeps nothing from running.
    for (const problem of requireValid(plan.graph)) console.error(describeProblem(problem))
    checkParameters()
    return executeInTurn(async () => new JobHandle(await startJob(plan)))
  }

  /**
   * The dataflow with its functions, for who runs it in another way than `execute` does (`millrace/testing`).
   *
   * @internal
   */
  plan(name: string): JobPlan {
    const { builder, config, threads } = this
    const folder = this.file === undefined ? process.cwd() : path.dirname(this.file)
    const jobConfig: JobConfig = {
      threads,
      maxParallelism: config.maxParallelism,
      channelCapacity: config.channelCapacity,
      chaining: config.chaining ?? true,
      channelType: config.channelType ?? 'shared',
      ...(config.state === undefined ? {} : { state: config.state }),
      checkRecords: checkRecords(config.checkRecords, jobHost()?.overrides.checkRecords),
    }
    return {
      job: this.job,
      name,
      graph: builder.snapshot(name),
      config: jobConfig,
      operators: builder.operators,
      sources: builder.sources,
      sinks: builder.sinks,
      partitions: builder.partitions,
      resolve: (file) => path.resolve(folder, file),
    }
  }
}

function never(): Promise<never> {
  return new Promise(() => {})
}

function checkRecords(own: boolean | undefined, wanted: boolean | 'some' | undefined): boolean | 'some' {
  return own && wanted === 'some' ? true : (wanted ?? own ?? false)
}
