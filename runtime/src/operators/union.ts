import type { OperatorFactory } from './operator.ts'

/** The records of all inputs, in the order they come. */
export const union: OperatorFactory = () => ({ shape: 'pass' })
