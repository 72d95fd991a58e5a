/** What an operator is recognised by in a later state of the text. Plain data: it is stored beside the job. */
export interface Trace {
  readonly uid?: string
  readonly name?: string
  readonly variable?: string
  readonly method: string
  /** What is between the method's parentheses, as `traceText` gives it. */
  readonly text: string
}

const LONGEST = 100
const KEPT = 80

/** Arguments as a trace has them: on one line; long ones are cut, with a hash of the whole. */
export function traceText(argumentsText: string): string {
  const text = argumentsText.replace(/\s+/g, ' ').trim()
  return text.length <= LONGEST ? text : `${text.slice(0, KEPT)}… ${hash(text)}`
}

/** FNV-1a, 32 bits. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
