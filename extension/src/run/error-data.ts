import type { JobStatus } from 'millrace/control'

/** A job's failure as plain data. */
export type JobErrorData = NonNullable<JobStatus['error']>
