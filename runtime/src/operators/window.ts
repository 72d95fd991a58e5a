import { callSite, JobError } from '../failure/index.ts'
import { AlignedWindows, alignment } from './aligned-windows.ts'
import { countWindows } from './count-windows.ts'
import { GeneralWindows } from './general-windows.ts'
import type { OperatorFactory } from './operator.ts'
import { SessionWindows } from './session-windows.ts'
import type { WindowOptions } from './window-options.ts'

/** Records by window, and by key. @throws JobError for what can never fire, or cannot be merged */
export function windowOperator(options: WindowOptions): OperatorFactory {
  const { assigner, trigger, fn } = options
  if (assigner.kind === 'global' && trigger === undefined) {
    throw misuse('global() windows never fire by themselves', 'say when: .trigger(onCount(n)), or one of your own')
  }
  if (assigner.kind === 'session') {
    if (trigger !== undefined && trigger.onMerge === undefined) {
      throw misuse(
        'session windows merge, and their trigger has no onMerge',
        'give it one, or use onCount, onEvery or onEventTime',
      )
    }
    if (fn.merge === undefined) {
      throw misuse(
        'session windows merge, and the aggregate has no merge',
        'give it one: merge(a, b) returns a with what b has',
      )
    }
  }
  const aligned = alignment(options)
  if (aligned !== undefined) return (instance) => new AlignedWindows(options, aligned, instance)
  if (assigner.kind === 'session' && trigger === undefined) {
    return (instance) => new SessionWindows(options, assigner, instance)
  }
  if (assigner.kind === 'count' && trigger === undefined) return (instance) => countWindows(options, assigner, instance)
  return (instance) => new GeneralWindows(options, instance)
}

/** The general operator for what the aligned one does too: tests compare the two. */
export function generalWindowOperator(options: WindowOptions): OperatorFactory {
  return (instance) => new GeneralWindows(options, instance)
}

function misuse(message: string, cure: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
