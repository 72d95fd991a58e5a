/**
 * The runtime's file, bundled or not, whose functions have the names of operators' instances while a debugger is
 * attached.
 */
const NAMED_CALLS = /[\\/]named-calls(-\w+)?\.[jt]s$/

/** What such a function is called: `Late[1] of 4`, and `Late` where there is one instance. */
const NAME = /^(.*?)(?:\[\d+\] of \d+)?$/s

interface Frame {
  name: string
  source?: { path?: string }
  presentationHint?: string
}

/** Name of the operator in whose instance's name a frame is; undefined: another frame. */
export function operatorOf({ name, source }: Pick<Frame, 'name' | 'source'>): string | undefined {
  return NAMED_CALLS.test(source?.path ?? '') ? NAME.exec(name)![1] : undefined
}

/**
 * Lets a call stack show which instance's function runs. Everything of the runtime is skipped and folded away; the frame
 * that has the instance's name becomes a label between that and the user's function.
 *
 * @param message of the debugger to VS Code, which reads it after this
 */
export function showInstances(message: { command?: string; body?: { stackFrames?: Frame[] } }): void {
  if (message.command !== 'stackTrace') return
  for (const frame of message.body?.stackFrames ?? []) {
    if (operatorOf(frame) !== undefined) frame.presentationHint = 'label'
  }
}
