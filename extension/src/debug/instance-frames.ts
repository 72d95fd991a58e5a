/**
 * The runtime's file, bundled or not, whose functions have the names of operators' instances while a debugger is
 * attached.
 */
const NAMED_CALLS = /[\\/]named-calls(-\w+)?\.[jt]s$/

interface Frame {
  source?: { path?: string }
  presentationHint?: string
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
    if (NAMED_CALLS.test(frame.source?.path ?? '')) frame.presentationHint = 'label'
  }
}
