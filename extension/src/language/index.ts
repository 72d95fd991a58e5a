export { JobLanguage } from './job-language.ts'
export type { VersionedModel } from './protocol.ts'
