import type { ExecutionGraph } from '../../graph/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { taskFailure } from '../task-failure.ts'

/**
 * Asks every source for its splits, once, and deals them out to its instances in turn.
 *
 * @returns splits by task id of the source's instance
 */
export async function assignSplits(plan: JobPlan, execution: ExecutionGraph): Promise<Map<number, unknown[]>> {
  const assigned = new Map<number, unknown[]>()
  await Promise.all(
    [...plan.sources].map(async ([operatorId, source]) => {
      const operator = plan.graph.operator(operatorId)
      const tasks = execution.instances.filter((instance) => instance.operatorId === operatorId).map(({ task }) => task)
      let splits: readonly unknown[]
      try {
        splits = await source.splits({ parallelism: tasks.length, resolve: (path) => plan.resolve(path) })
      } catch (error) {
        throw taskFailure(error, operator, 0)
      }
      for (const task of tasks) assigned.set(task, [])
      for (const [index, split] of splits.entries()) assigned.get(tasks[index % tasks.length])!.push(split)
    }),
  )
  return assigned
}
