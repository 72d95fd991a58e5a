import type { JobErrorData } from './error-data.ts'

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

/** The data of a `JobError`, of a failure as a job tells it, or of anything else that was thrown. */
export function errorData(error: unknown): JobErrorData {
  const data = (error as { data?: JobErrorData }).data
  if (data) return data
  return error instanceof Error ? { reason: 'internal', message: error.message } : (error as JobErrorData)
}
