export type { PartitionStrategy, Selector, SelectorContext, StrategyName } from './strategy.ts'
export { ALL } from './strategy.ts'
