import { callSite, JobError } from '../failure/index.ts'
import type { WindowAssigner } from '../time/index.ts'
import type { OperatorFactory } from './operator.ts'
import { windowOperator } from './window.ts'
import type { WindowFunction } from './window-function.ts'

export interface WindowJoinOperatorOptions {
  readonly assigner: WindowAssigner<any>
  /** What a pair becomes; `[left, right]` by default. */
  readonly join?: ((left: any, right: any) => unknown) | undefined
  readonly allowedLateness?: number
  readonly lateTag?: string
}

interface Sides {
  readonly left: unknown[]
  readonly right: unknown[]
}

/**
 * All pairs of records of two inputs that have the same key and are in the same window (Flink's window join: one window
 * over both inputs, whose function pairs their records). Pairs are made as they are pulled: a window of a thousand times a
 * thousand records holds two thousand.
 */
export function windowJoin(options: WindowJoinOperatorOptions): OperatorFactory {
  const { assigner, join = (left, right) => [left, right], allowedLateness = 0, lateTag } = options
  if (assigner.kind === 'count' || assigner.kind === 'global') {
    throw new JobError({
      reason: 'invalid-job',
      message: `windowJoin joins what happens in the same time, and ${assigner.kind}(..) windows have none`,
      cure: 'use tumbling, sliding or session',
      position: callSite(),
    })
  }
  return windowOperator({
    assigner,
    allowedLateness,
    ...(lateTag === undefined ? {} : { lateTag }),
    fn: pairs(join),
    keyed: true,
  })
}

function pairs(join: (left: any, right: any) => unknown): WindowFunction {
  const add = ({ left, right }: Sides, record: unknown, port: number): void => {
    if (port === 0) left.push(record)
    else right.push(record)
  }
  return {
    begin: (record, _arrival, port) => {
      const own: Sides = { left: [], right: [] }
      add(own, record, port)
      return own
    },
    add,
    merge: (a: Sides, b: Sides) => {
      for (const record of b.left) a.left.push(record)
      for (const record of b.right) a.right.push(record)
    },
    orderFree: false,
    *result({ left, right }: Sides) {
      for (const l of left) for (const r of right) yield join(l, r)
    },
    many: true,
    shown: (own: Sides) => own,
  }
}
