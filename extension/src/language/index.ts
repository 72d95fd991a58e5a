export { JobLanguage } from './job-language.ts'
export type { DraftAnswer, DraftParams, DraftQuestion, JobTypes, RecordType, VersionedModel } from './protocol.ts'
