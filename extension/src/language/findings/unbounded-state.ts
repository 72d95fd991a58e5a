import type { JobModel, JobOperator } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import { nameRange } from '../open-job.ts'
import type { Finding } from './finding.ts'

/** Running results per key of an input without an end: keys are kept for ever. */
export function unboundedState(job: OpenJob): Finding[] {
  const { model } = job
  const endless = behindEndless(model)
  return model.operators
    .filter(({ id, kind }) => (kind === 'sum' || kind === 'reduce') && endless.has(id))
    .map((operator) => ({
      severity: 'hint',
      code: 'unbounded-state',
      message: `${operator.name} keeps every key for ever: its input has no end`,
      cure: 'where keys do not repeat, put a window before it, or use process(..) with state that has a ttl',
      range: nameRange(job, operator),
    }))
}

/** The operators that records of a source without an end come to. */
function behindEndless(model: JobModel): Set<number> {
  const reached = new Set(model.operators.filter(isEndless).map(({ id }) => id))
  // What reads comes after what is read.
  for (const { source, target } of [...model.edges].sort((a, b) => a.target - b.target)) {
    // A window lets go of its keys when it has fired.
    if (reached.has(source) && model.operators[source].kind !== 'window') reached.add(target)
  }
  return reached
}

/** Sources whose text says that they do not end by themselves. */
function isEndless({ kind, detail = '', singleInstance = '' }: JobOperator): boolean {
  if (kind !== 'source') return false
  return /\bfollow: true\b|^stdin\(\)/.test(detail) || singleInstance.startsWith('records without a count')
}
