export type { InstanceContext, OperatorFactory, OperatorInstance } from './operator.ts'
