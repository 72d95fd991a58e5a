import type { JobStatus } from 'millrace/control'

type JobErrorData = NonNullable<JobStatus['error']>

/** What went wrong, in lines for a person: the data of a job's failure, a `JobError` of the runtime, or anything else. */
export function sentences(error: unknown): string[] {
  const data = (error as { data?: JobErrorData }).data ?? error
  if (error instanceof Error && data === error) return [error.message]
  const { message, operatorName, instance, position, record, details = [], cure } = data as JobErrorData
  const who = operatorName === undefined ? '' : `${operatorName}${instance === undefined ? '' : `[${instance}]`}: `
  return [
    `${who}${message}`,
    ...(position ? [`  at ${position.file}:${position.line}:${position.column}`] : []),
    ...(record === undefined ? [] : [`  record: ${record}`]),
    ...details.map((detail) => `  ${detail}`),
    ...(cure ? [`  ${cure}`] : []),
  ]
}
