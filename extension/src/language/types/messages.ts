import type { NewError, Plan } from '../../document/index.ts'
import type { Draft, DraftAnswer, DraftQuestion } from './draft.ts'
import type { JobTypes } from './job-types.ts'
import type { Places } from './places.ts'

/** What the server tells its types worker. */
export type ToWorker =
  /** A document is open with this text; without one it is closed. */
  | { readonly type: 'text'; readonly path: string; readonly version: number; readonly text: string | undefined }
  | { readonly type: 'changed'; readonly paths: readonly string[]; readonly structure: boolean }
  | {
      readonly type: 'draft'
      readonly id: number
      readonly path: string
      readonly draft: Draft
      readonly question: DraftQuestion
    }
  | { readonly type: 'types'; readonly id: number; readonly path: string; readonly places: Places }
  /** Which type errors edits of an open text will cause. */
  | { readonly type: 'newErrors'; readonly id: number; readonly path: string; readonly plan: Plan }

export type FromWorker =
  /** The answer to `types`; without types when nobody wants them any more, or there are none. */
  | { readonly type: 'types'; readonly id: number; readonly types: JobTypes | undefined }
  /** The answer to any other question. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: DraftAnswer | readonly NewError[] | undefined }

export interface WorkerData {
  readonly libFolder: string
  readonly ownFolder: string
  /** One number in shared memory: the id of the latest request that is no longer wanted. */
  readonly superseded: Int32Array
}
