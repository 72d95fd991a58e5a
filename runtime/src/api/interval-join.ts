import { checkOptions } from '../connectors/index.ts'
import { intervalJoin, type OperatorFactory, type OutputTag } from '../operators/index.ts'
import { requireFunction, requireTag } from './operator-output.ts'

export interface IntervalJoinOptions<T, U, R> {
  /** A right record joins a left one from its timestamp plus `lower` to plus `upper` milliseconds. */
  readonly lower: number
  readonly upper: number
  /** Default true. */
  readonly lowerInclusive?: boolean
  readonly upperInclusive?: boolean
  /** What a pair becomes; `[left, right]` by default. */
  readonly join?: (left: T, right: U) => R
  /** Where late records go; without it they are counted and dropped. */
  readonly lateLeftTo?: OutputTag<T>
  readonly lateRightTo?: OutputTag<U>
}

export function intervalJoinFactory(options: IntervalJoinOptions<any, any, any>): OperatorFactory {
  checkOptions('intervalJoin', options, [
    'lower',
    'upper',
    'lowerInclusive',
    'upperInclusive',
    'join',
    'lateLeftTo',
    'lateRightTo',
  ])
  const { lateLeftTo, lateRightTo, ...bounds } = options
  if (bounds.join !== undefined) requireFunction(bounds.join, "intervalJoin's join")
  if (lateLeftTo !== undefined) requireTag(lateLeftTo, 'lateLeftTo')
  if (lateRightTo !== undefined) requireTag(lateRightTo, 'lateRightTo')
  return intervalJoin({
    ...bounds,
    ...(lateLeftTo === undefined ? {} : { lateLeftTag: lateLeftTo.id }),
    ...(lateRightTo === undefined ? {} : { lateRightTag: lateRightTo.id }),
  })
}
