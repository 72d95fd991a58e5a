import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobMetrics } from '../control/index.ts'
import type { JobErrorData } from '../failure/index.ts'

/** How a process ended that said nothing. */
export interface Death {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it wrote to its standard error past `process.stderr`: there V8 writes why it aborts. */
  readonly stderr: string
  /** Folder that Node was told to write its diagnostic report to. */
  readonly reportFolder: string
  /** The last metrics that someone asked for: which thread ran what. */
  readonly metrics?: JobMetrics
  /** Names of operators by id, where known. */
  readonly operatorNames: ReadonlyMap<number, string>
}

interface Report {
  readonly header: { readonly event: string; readonly threadId: number }
  readonly javascriptHeap?: {
    readonly heapSpaces?: unknown
    readonly usedMemory?: number
    readonly memoryLimit?: number
  }
}

const MEMORY_CURE =
  'Keep less in memory at once (a bounded buffer, fewer keys, state per key), or give each thread more: ' +
  'run it with fewer --threads, or with NODE_OPTIONS=--max-old-space-size=MEGABYTES.'

/** Turns the death of a job's process into the error that the job ends with. */
export function describeDeath(death: Death): JobErrorData {
  const report = readReport(death.reportFolder)
  const outOfMemory = report?.header.event.includes('out of memory') || /out of memory/.test(death.stderr)
  const tooLarge = /Fatal JavaScript (invalid \w+ error)|invalid (array|table) (length|size)/.test(death.stderr)
  if (outOfMemory || tooLarge) {
    const where = report ? threadOf(report.header.threadId, death) : {}
    const used = report?.javascriptHeap?.usedMemory
    const how = tooLarge
      ? 'a single array, map or set grew larger than V8 can hold'
      : `its heap was full${used ? ` (${Math.round(used / 1e6)} MB in use)` : ''}`
    const main = report?.header.threadId === 0 ? 'the main thread of the job ran' : 'a thread of the job ran'
    return { reason: 'crash', message: `${main} out of memory: ${how}`, cure: MEMORY_CURE, ...where }
  }
  if (death.signal === 'SIGKILL') {
    return {
      reason: 'crash',
      message: "the job's process was killed (SIGKILL)",
      cure: 'The system does that when its memory runs out; otherwise someone killed it.',
    }
  }
  const tail = death.stderr.trim().split('\n').slice(-10)
  const details = tail.length > 0 && tail[0] !== '' ? tail : undefined
  const how = death.signal ? `was ended by ${death.signal}` : `ended with exit code ${death.code} without a word`
  return { reason: 'crash', message: `the job's process ${how}`, details }
}

function threadOf(threadId: number, { metrics, operatorNames }: Death): Partial<JobErrorData> {
  const thread = metrics?.threads.findIndex((each) => each.threadId === threadId) ?? -1
  if (!metrics || thread < 0) return {}
  const instances = metrics.instances.filter((each) => each.thread === thread)
  const named = instances.map((each) => `${operatorNames.get(each.operatorId) ?? each.operatorId}[${each.instance}]`)
  const { task } = metrics.threads[thread]
  const details: string[] = []
  if (named.length > 0) details.push(`on thread ${thread}: ${named.slice(0, 20).join(', ')}`)
  if (task) details.push(`last seen in ${task}`)
  const ids = new Set(instances.map((each) => each.operatorId))
  const [only] = instances
  const alone = ids.size === 1 ? { operatorId: only.operatorId, operatorName: operatorNames.get(only.operatorId) } : {}
  return { thread, details, ...alone, ...(instances.length === 1 ? { instance: only.instance } : {}) }
}

function readReport(folder: string): Report | undefined {
  try {
    const name = readdirSync(folder).find((each) => /^report\..*\.json$/.test(each))
    return name ? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report) : undefined
  } catch {
    return undefined
  }
}
