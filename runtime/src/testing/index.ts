export type { InstanceContext, OperatorFactory, OperatorInstance } from '../operators/index.ts'
export { type RunOperatorOptions, runOperator } from './run-operator.ts'
