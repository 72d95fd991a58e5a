import { callSite, JobError, nearest } from '../failure/index.ts'
import { isStateBackend, type StateBackend } from '../state/index.ts'
import { checkParallelism } from './job-builder.ts'

/** What a job as a whole can be configured with. */
export interface EnvironmentConfig {
  /** Instances of operators that do not say; 'auto' is the number of threads. Default 1. */
  readonly parallelism?: number | 'auto'
  /** Worker threads. Default: the number of cores. */
  readonly threads?: number
  /** Key groups: the largest parallelism keyed state can be spread over, fixed for the life of its savepoints. */
  readonly maxParallelism?: number
  /** Records (or units of 256 encoded bytes) that a channel holds before its producer waits. Default 16,384, and less on edges with very many channels. */
  readonly channelCapacity?: number
  /** Whether operators that can be are run as one task. Default true. */
  readonly chaining?: boolean
  /** How records cross threads: a ring in shared memory, or message ports. Default 'shared'. */
  readonly channelType?: 'shared' | 'message'
  /** Where keyed state is kept: `disk()`, for state larger than memory. Default: in memory. */
  readonly state?: StateBackend
  /** Hold records between operators of one thread to the rules of those between threads, and freeze them. Default false. */
  readonly checkRecords?: boolean
}

const isBoolean = (value: unknown): boolean => typeof value === 'boolean'
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1

/** What each setting must be. */
const SETTINGS: Readonly<Record<keyof EnvironmentConfig, readonly [rule: string, holds: (value: unknown) => boolean]>> =
  {
    parallelism: ["a whole number, at least 1, or 'auto'", () => true],
    threads: ['a whole number, at least 1', isCount],
    maxParallelism: ['a whole number, at least 1', isCount],
    channelCapacity: ['a whole number, at least 1', isCount],
    chaining: ['true or false', isBoolean],
    channelType: ["'shared' or 'message'", (value) => value === 'shared' || value === 'message'],
    state: ['made by disk(..)', isStateBackend],
    checkRecords: ['true or false', isBoolean],
  }

/** Refuses settings that do not exist, and values they cannot have. Undefined is as good as not given. */
export function checkConfig(config: EnvironmentConfig): void {
  if (typeof config !== 'object' || config === null) throw misuse('new Environment(..) takes an object of settings')
  for (const [name, value] of Object.entries(config)) {
    if (!Object.hasOwn(SETTINGS, name)) {
      const near = nearest(name, Object.keys(SETTINGS))
      const cure = near ? `did you mean '${near}'?` : `there are: ${Object.keys(SETTINGS).join(', ')}`
      throw misuse(`an Environment has no setting '${name}'`, cure)
    }
    if (value === undefined) continue
    if (name === 'parallelism') {
      if (value !== 'auto') checkParallelism(value, 'the Environment')
      continue
    }
    const [rule, holds] = SETTINGS[name as keyof EnvironmentConfig]
    if (!holds(value)) throw misuse(`${name} must be ${rule}, but is ${String(value)}`)
  }
}

function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
