export { whereArgument } from './editing/argument-place.ts'
export {
  type Command,
  isRefusal,
  type Place,
  type Plan,
  type Refusal,
  type TextEdit,
} from './editing/command.ts'
export { textOf } from './editing/copying.ts'
export { create } from './editing/creating.ts'
export { applyEdits } from './editing/draft.ts'
export { keepsTypes, type NewError, newErrors } from './editing/new-errors.ts'
export { plan } from './editing/plan.ts'
export { quoted, styleOf } from './editing/text-style.ts'
export { type FunctionEntry, functionEntry } from './function-entry.ts'
export { align } from './identity/align.ts'
export { carryKeys, traceOf, tracesOf } from './identity/carry.ts'
export type {
  Execution,
  IdlePartition,
  JobArgument,
  JobCall,
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
