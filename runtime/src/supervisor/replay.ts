import { inspect } from 'node:util'
import { type JobPlan, replayCall } from '../execution/index.ts'
import type { FailedCall } from '../failure/index.ts'

/** Makes a call that has failed once more, and says what came of it; in the process that was started for it. */
export async function replay(plan: JobPlan, failedCall: FailedCall): Promise<void> {
  const { operatorName, results } = await replayCall(plan, failedCall)
  for (const { how, value } of results) console.log(`${operatorName} ${how} ${inspect(value, { depth: 6 })}`)
  if (results.length === 0) console.log(`${operatorName} emitted nothing`)
}
