import type { JobTypes } from './job-types.ts'
import type { Places } from './places.ts'

/** What the server tells its types worker. */
export type ToWorker =
  /** A document is open with this text; without one it is closed. */
  | { readonly type: 'text'; readonly path: string; readonly version: number; readonly text: string | undefined }
  | { readonly type: 'changed'; readonly paths: readonly string[]; readonly structure: boolean }
  | { readonly type: 'types'; readonly id: number; readonly path: string; readonly places: Places }

/** The answer to `types`; without types when nobody wants them any more, or there are none. */
export interface FromWorker {
  readonly id: number
  readonly types: JobTypes | undefined
}

export interface WorkerData {
  readonly libFolder: string
  readonly ownFolder: string
  /** One number in shared memory: the id of the latest request that is no longer wanted. */
  readonly superseded: Int32Array
}
