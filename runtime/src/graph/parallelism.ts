import type { LogicalGraph } from './logical-graph.ts'
import type { Operator } from './operator.ts'
import type { Problem } from './problem.ts'

/** Flink's upper bound of key groups, and so of instances. */
const MOST_KEY_GROUPS = 32_768

export function isParallelism(value: number): boolean {
  return Number.isInteger(value) && value >= 1
}

export function maxParallelismProblems({ maxParallelism: most }: LogicalGraph): Problem[] {
  if (most === undefined || (isParallelism(most) && most <= MOST_KEY_GROUPS)) return []
  return [
    {
      severity: 'error',
      code: 'max-parallelism',
      message: `maxParallelism is ${most}; it must be a whole number from 1 to ${MOST_KEY_GROUPS}`,
    },
  ]
}

/**
 * Why an operator cannot have the number of instances it has; undefined where it can.
 *
 * @param most the job's maxParallelism
 */
export function parallelismProblem(
  { name, parallelism, singleInstance }: Pick<Operator, 'name' | 'parallelism' | 'singleInstance'>,
  most = MOST_KEY_GROUPS,
): Pick<Problem, 'severity' | 'code' | 'message' | 'cure'> | undefined {
  if (!isParallelism(parallelism)) {
    return {
      severity: 'error',
      code: 'parallelism',
      message: `the parallelism of ${name} is ${parallelism}; it must be a whole number, at least 1`,
    }
  }
  if (singleInstance !== undefined && parallelism > 1) {
    return {
      severity: 'error',
      code: 'single-instance',
      message: `${name} cannot have ${parallelism} instances: ${singleInstance}`,
      cure: 'leave its parallelism at 1; the operators after it can have more',
    }
  }
  if (parallelism > most) {
    return {
      severity: 'error',
      code: 'max-parallelism',
      message: `the parallelism of ${name} is ${parallelism}, above the job's maxParallelism ${most}`,
      cure: 'raise maxParallelism (savepoints taken with the old value cannot be restored then)',
    }
  }
  return undefined
}

/**
 * That operators made before `env.setParallelism(..)` do not follow it; undefined where none would have. What is fixed, or
 * was set on the operator or the command line, does not follow the Environment anyway.
 */
export function lateParallelism(
  earlier: readonly Pick<Operator, 'parallelism' | 'parallelismOrigin'>[],
  parallelism: number,
): Problem | undefined {
  const count = earlier.filter(({ parallelismOrigin: origin, parallelism: own }) => {
    return (origin === 'environment' || origin === 'default') && own !== parallelism
  }).length
  if (count === 0) return undefined
  return {
    severity: 'hint',
    code: 'late-parallelism',
    message: `env.setParallelism(${parallelism}) does not change the ${count === 1 ? 'operator' : `${count} operators`} made before it`,
    cure: 'call it before the operators, or use setParallelism on their streams',
  }
}
