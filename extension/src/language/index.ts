export { JobLanguage, type Trouble } from './job-language.ts'
export type {
  DraftAnswer,
  DraftParams,
  DraftQuestion,
  JobTypes,
  LayoutAnswer,
  LayoutParams,
  PlanAnswer,
  PlanParams,
  RecordType,
  TextOfParams,
  VersionedModel,
} from './protocol.ts'
