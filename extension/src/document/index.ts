export type {
  Execution,
  IdlePartition,
  JobArgument,
  JobEdge,
  JobEnvironment,
  JobGroup,
  JobModel,
  JobOperator,
  JobSetting,
  TextRange,
  Unread,
} from './job-model.ts'
export { type ParseOptions, parse } from './parse.ts'
export { graphOf } from './reading/model-builder.ts'
export { type JobSyntax, type OperatorSyntax, syntaxOf } from './syntax.ts'
